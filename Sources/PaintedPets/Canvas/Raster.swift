/// A square of pixels: red, green and blue from 0 to 1, multiplied by alpha, and alpha.
struct Raster: Equatable {
  let side: Int
  var pixels: [SIMD4<Float>]

  init(side: Int, _ pixels: [SIMD4<Float>]) {
    precondition(pixels.count == side * side, "\(pixels.count) pixels are no square of \(side)")
    (self.side, self.pixels) = (side, pixels)
  }

  init(side: Int) { self.init(side: side, Array(repeating: .zero, count: side * side)) }

  subscript(x: Int, y: Int) -> SIMD4<Float> {
    get { pixels[y * side + x] }
    set { pixels[y * side + x] = newValue }
  }

  /// The pixel under a point; beyond the edge the nearest.
  func pixel(at spot: Spot) -> SIMD4<Float> {
    let limit = Float(side - 1)
    let x = min(max(spot.x * Float(side), 0), limit)
    let y = min(max(spot.y * Float(side), 0), limit)
    return self[Int(x), Int(y)]
  }

  /// The mean of each two by two pixels.
  func halved() -> Raster {
    var half = Raster(side: side / 2)
    for y in 0..<half.side {
      for x in 0..<half.side {
        let upper = self[2 * x, 2 * y] + self[2 * x + 1, 2 * y]
        let lower = self[2 * x, 2 * y + 1] + self[2 * x + 1, 2 * y + 1]
        half[x, y] = (upper + lower) * 0.25
      }
    }
    return half
  }
}

// MARK: - Blur

extension Raster {
  /// Means over squares, twice over, which comes close to a bell.
  /// - Parameter radius: of the bell's standard deviation, in pixels.
  func blurred(_ radius: Float) -> Raster {
    let reach = radius * 1.2
    guard reach > 0.12 else { return self }
    return averaged(reach).transposed().averaged(reach).transposed().averaged(reach).transposed().averaged(reach)
      .transposed()
  }

  /// The mean of what lies within `reach` pixels left and right, parts of pixels counted as parts.
  private func averaged(_ reach: Float) -> Raster {
    let whole = Int(reach)
    let part = reach - Float(whole)
    let weight = 1 / (2 * reach + 1)
    var result = self
    for y in 0..<side {
      let row = y * side
      func at(_ x: Int) -> SIMD4<Float> { pixels[row + min(max(x, 0), side - 1)] }
      var sum = SIMD4<Float>.zero
      for x in -whole...whole { sum += at(x) }
      for x in 0..<side {
        result.pixels[row + x] = (sum + (at(x - whole - 1) + at(x + whole + 1)) * part) * weight
        sum += at(x + whole + 1) - at(x - whole)
      }
    }
    return result
  }

  private func transposed() -> Raster {
    var result = self
    for y in 0..<side {
      for x in 0..<side { result.pixels[x * side + y] = pixels[y * side + x] }
    }
    return result
  }
}
