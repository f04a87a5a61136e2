/// A square of pixels: red, green and blue from 0 to 1, multiplied by alpha, and alpha.
package struct Raster: Equatable {
  package let side: Int
  package var pixels: [SIMD4<Float>]

  package init(side: Int, _ pixels: [SIMD4<Float>]) {
    precondition(pixels.count == side * side, "\(pixels.count) pixels are no square of \(side)")
    (self.side, self.pixels) = (side, pixels)
  }

  package init(side: Int) { self.init(side: side, Array(repeating: .zero, count: side * side)) }

  package subscript(x: Int, y: Int) -> SIMD4<Float> {
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

  /// Lays another picture over this one.
  mutating func lay(_ other: Raster) {
    for index in pixels.indices where other.pixels[index].w > 0 {
      pixels[index] = other.pixels[index] + pixels[index] * (1 - other.pixels[index].w)
    }
  }
}

// MARK: - Size

extension Raster {
  /// The picture with fewer pixels: each is the mean of all that it covers, parts of pixels counted as parts.
  package func reduced(to newSide: Int) -> Raster {
    let parts = (0..<side).map { Part($0, Float(newSide) / Float(side)) }
    var result = Raster(side: newSide)
    for y in 0..<side {
      var line = [SIMD4<Float>](repeating: .zero, count: newSide + 1)
      for x in 0..<side {
        let (part, pixel) = (parts[x], pixels[y &* side &+ x])
        line[part.place] += pixel * part.share
        line[part.place &+ 1] += pixel * part.rest
      }
      result.add(line, parts[y].share, toRow: parts[y].place)
      if parts[y].rest > 0 { result.add(line, parts[y].rest, toRow: parts[y].place + 1) }
    }
    return result
  }

  private mutating func add(_ line: [SIMD4<Float>], _ share: Float, toRow y: Int) {
    guard y < side else { return }
    for x in 0..<side { pixels[y &* side &+ x] += line[x] * share }
  }

  /// Where an old pixel lies in a picture with fewer: which new one it begins in, and how much of that and of the next
  /// it covers.
  private struct Part {
    let place: Int
    let share: Float
    let rest: Float

    init(_ old: Int, _ ratio: Float) {
      let (low, high) = (Float(old) * ratio, Float(old + 1) * ratio)
      place = Int(low)
      share = min(high, Float(place + 1)) - low
      rest = max(high - Float(place + 1), 0)
    }
  }
}

// MARK: - Blur

extension Raster {
  /// Means over squares, twice over, which comes close to a bell.
  /// - Parameter radius: of the bell's standard deviation, in pixels.
  package func blurred(_ radius: Float) -> Raster {
    let reach = radius * 1.2
    guard reach > 0.12 else { return self }
    var (result, other) = (self, self)
    for _ in 0..<2 {
      result.averageRows(reach, into: &other)
      other.averageColumns(reach, into: &result)
    }
    return result
  }

  /// The mean of what lies within `reach` pixels left and right, parts of pixels counted as parts.
  private func averageRows(_ reach: Float, into result: inout Raster) {
    let (whole, part, weight) = Self.window(reach)
    let last = side - 1
    for row in stride(from: 0, to: pixels.count, by: side) {
      var sum = pixels[row] * Float(whole)
      for x in 0...whole { sum += pixels[row + min(x, last)] }
      for x in 0..<side {
        let (before, after) = (pixels[row + max(x - whole - 1, 0)], pixels[row + min(x + whole + 1, last)])
        result.pixels[row + x] = (sum + (before + after) * part) * weight
        sum += after - pixels[row + max(x - whole, 0)]
      }
    }
  }

  /// The same above and below, for a whole row at once.
  private func averageColumns(_ reach: Float, into result: inout Raster) {
    let (whole, part, weight) = Self.window(reach)
    func row(_ y: Int) -> Int { min(max(y, 0), side - 1) * side }
    var sums = [SIMD4<Float>](repeating: .zero, count: side)
    for y in -whole...whole {
      for x in 0..<side { sums[x] += pixels[row(y) + x] }
    }
    for y in 0..<side {
      let (first, before, after) = (row(y - whole), row(y - whole - 1), row(y + whole + 1))
      for x in 0..<side {
        let (upper, lower) = (pixels[before + x], pixels[after + x])
        result.pixels[y * side + x] = (sums[x] + (upper + lower) * part) * weight
        sums[x] += lower - pixels[first + x]
      }
    }
  }

  /// Whole pixels within reach on each side, the part of the next, and what a sum is multiplied by to be a mean.
  private static func window(_ reach: Float) -> (whole: Int, part: Float, weight: Float) {
    let whole = Int(reach)
    return (whole, reach - Float(whole), 1 / (2 * reach + 1))
  }
}
