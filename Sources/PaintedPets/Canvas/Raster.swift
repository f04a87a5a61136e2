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

  /// The picture with fewer pixels: each is the mean of all that it covers, parts of pixels counted as parts.
  func reduced(to newSide: Int) -> Raster {
    let wide = Self.columnsReduced(pixels, from: side, to: newSide, rows: side)
    return Raster(side: newSide, Self.columnsReduced(wide, from: side, to: newSide, rows: newSide))
  }

  /// Reduces the length of each row and exchanges rows and columns.
  private static func columnsReduced(
    _ pixels: [SIMD4<Float>], from old: Int, to new: Int, rows: Int
  ) -> [SIMD4<Float>] {
    let ratio = Float(old) / Float(new)
    var result = [SIMD4<Float>](repeating: .zero, count: rows * new)
    for x in 0..<new {
      let (low, high) = (Float(x) * ratio, Float(x + 1) * ratio)
      for source in Int(low)..<min(Int(high.rounded(.up)), old) {
        let weight = (min(high, Float(source + 1)) - max(low, Float(source))) / ratio
        for y in 0..<rows { result[x * rows + y] += pixels[y * old + source] * weight }
      }
    }
    return result
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
