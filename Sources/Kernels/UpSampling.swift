import Tensors

/// Enlarges each image by whole factors: each value repeated, or values interpolated between the nearest ones.
///
/// nearest: y[n,i,j,c] = x[n, ⌊i/h⌋, ⌊j/w⌋, c]. bilinear: the same place of the image, pixels being squares with their value in
/// the middle: row (i+½)/h−½, held within the image, between the rows above and below, and columns alike.
/// ## Shapes
/// [batch, height, width, channels] → [batch, height · h, width · w, channels]
package struct UpSampling: Sendable {
  package enum Interpolation: Hashable, Sendable { case nearest, bilinear }

  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let outputHeight: Int
  package let outputWidth: Int
  package let interpolation: Interpolation
  private let rows: [Source]
  private let columns: [Source]

  /// Between which two places of the input an output lies, and how far from the first.
  private struct Source: Sendable {
    let first: Int
    let second: Int
    let share: Float
  }

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), factors: (height: Int, width: Int),
    interpolation: Interpolation
  ) {
    require(
      min(batch, input.height, input.width, input.channels, factors.height, factors.width) > 0,
      "every extent of an enlargement is positive")
    (self.batch, self.interpolation) = (batch, interpolation)
    (height, width, channels) = input
    (outputHeight, outputWidth) = (input.height * factors.height, input.width * factors.width)
    rows = Self.sources(input.height, factors.height, interpolation)
    columns = Self.sources(input.width, factors.width, interpolation)
  }

  private static func sources(_ extent: Int, _ factor: Int, _ interpolation: Interpolation) -> [Source] {
    (0..<extent * factor).map { place in
      if interpolation == .nearest { return Source(first: place / factor, second: place / factor, share: 0) }
      let position = (Float(place) + 0.5) / Float(factor) - 0.5
      let first = position.rounded(.down)
      return Source(
        first: max(Int(first), 0), second: min(Int(first) + 1, extent - 1), share: position - first)
    }
  }

  package var inputCount: Int { batch * height * width * channels }
  package var outputCount: Int { batch * outputHeight * outputWidth * channels }

  /// Computes the enlarged images.
  package func forward(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    let pieces = Pieces(batch * outputHeight, most: 64)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for row in pieces.range(piece) {
        let image = input + row / outputHeight * height * width * channels
        let source = rows[row % outputHeight]
        let target = output + row * outputWidth * channels
        if interpolation == .nearest {
          repeatColumns(image + source.first * width * channels, into: target)
        } else {
          interpolate(image, source, into: target)
        }
      }
    }
  }

  private func repeatColumns(_ row: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    for (j, source) in columns.enumerated() {
      (target + j * channels).update(from: row + source.first * channels, count: channels)
    }
  }

  private func interpolate(_ image: UnsafePointer<Float>, _ row: Source, into target: UnsafeMutablePointer<Float>) {
    let above = image + row.first * width * channels
    let below = image + row.second * width * channels
    for (j, column) in columns.enumerated() {
      let (left, right) = (column.first * channels, column.second * channels)
      for c in stride(from: 0, to: channels, by: 16) {
        let count = min(channels - c, 16)
        let top = Self.between(above, left + c, right + c, column.share, count)
        let bottom = Self.between(below, left + c, right + c, column.share, count)
        target.store(top + (bottom - top) * row.share, at: j * channels + c, count: count)
      }
    }
  }

  @inline(__always)
  private static func between(
    _ row: UnsafePointer<Float>, _ left: Int, _ right: Int, _ share: Float, _ count: Int
  ) -> SIMD16<Float> {
    let first = row.vector(left, count: count)
    return first + (row.vector(right, count: count) - first) * share
  }

  /// Gives each output's gradient to the inputs it was made of; `inputGradient` is overwritten.
  package func gradient(outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    let imageCount = height * width * channels
    let images = Pieces(batch, most: 64)
    ThreadPool.shared.parallel(images.count) { piece in
      for n in images.range(piece) {
        let target = inputGradient + n * imageCount
        target.update(repeating: 0, count: imageCount)
        for i in 0..<outputHeight {
          spread(outputGradient + (n * outputHeight + i) * outputWidth * channels, rows[i], to: target)
        }
      }
    }
  }

  private func spread(_ row: UnsafePointer<Float>, _ source: Source, to image: UnsafeMutablePointer<Float>) {
    let above = image + source.first * width * channels
    let below = image + source.second * width * channels
    for (j, column) in columns.enumerated() {
      let (left, right) = (column.first * channels, column.second * channels)
      for c in stride(from: 0, to: channels, by: 16) {
        let count = min(channels - c, 16)
        let value = row.vector(j * channels + c, count: count)
        if interpolation == .nearest {
          above.add(value, at: left + c, count: count)
          continue
        }
        let lower = value * source.share
        Self.share(value - lower, above, left + c, right + c, column.share, count)
        Self.share(lower, below, left + c, right + c, column.share, count)
      }
    }
  }

  @inline(__always)
  private static func share(
    _ value: SIMD16<Float>, _ row: UnsafeMutablePointer<Float>, _ left: Int, _ right: Int, _ share: Float, _ count: Int
  ) {
    let second = value * share
    row.add(value - second, at: left, count: count)
    row.add(second, at: right, count: count)
  }
}
