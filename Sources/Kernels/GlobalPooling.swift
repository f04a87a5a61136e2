import Tensors

/// Takes the mean or the maximum of each channel over all places of an image.
///
/// ## Shapes
/// [batch, places, channels] → [batch, channels]
package struct GlobalPooling: Sendable {
  package enum Kind: Hashable, Sendable { case average, maximum }

  package let kind: Kind
  package let batch: Int
  package let places: Int
  package let channels: Int

  /// Places whose sum is made in Float before it is added in Double.
  private static var blockPlaces: Int { 64 }

  package init(_ kind: Kind, batch: Int, places: Int, channels: Int) {
    require(min(batch, places, channels) > 0, "a pooling of \(batch) x \(places) x \(channels) has an extent below 1")
    (self.kind, self.batch, self.places, self.channels) = (kind, batch, places, channels)
  }

  /// Computes the means or maxima. An image with a NaN gives NaN.
  package func forward(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    forEachVector { n, c, length in
      let x = input + n * places * channels + c
      output.store(kind == .average ? mean(x, length) : maximum(x, length), at: n * channels + c, count: length)
    }
  }

  private func mean(_ x: UnsafePointer<Float>, _ length: Int) -> SIMD16<Float> {
    var total = SIMD16<Double>(repeating: 0)
    for first in stride(from: 0, to: places, by: Self.blockPlaces) {
      let sum = RowBlocks.sum(min(places - first, Self.blockPlaces)) { place in
        x.vector((first + place) * channels, count: length)
      }
      total += SIMD16<Double>(sum)
    }
    return SIMD16<Float>(total / Double(places))
  }

  private func maximum(_ x: UnsafePointer<Float>, _ length: Int) -> SIMD16<Float> {
    var best = x.vector(0, count: length)
    for place in 1..<max(places, 1) {
      let value = x.vector(place * channels, count: length)
      best.replace(with: value, where: (value .> best) .| (value .!= value))
    }
    return best
  }

  /// Gives the gradient by each mean to all places alike, that by each maximum to the places that have it (shared alike by
  /// several, as in Keras); `inputGradient` is overwritten.
  ///
  /// - Parameters:
  ///   - input, output: read by the gradient of maxima only.
  package func gradient(
    input: UnsafePointer<Float>, output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    forEachVector { n, c, length in
      let at = n * places * channels + c
      let d = outputGradient.vector(n * channels + c, count: length)
      if kind == .average {
        let share = d / Float(places)
        for place in 0..<places { inputGradient.store(share, at: at + place * channels, count: length) }
      } else {
        spread(input + at, output.vector(n * channels + c, count: length), d, inputGradient + at, length)
      }
    }
  }

  private func spread(
    _ x: UnsafePointer<Float>, _ best: SIMD16<Float>, _ d: SIMD16<Float>, _ target: UnsafeMutablePointer<Float>,
    _ length: Int
  ) {
    let (zero, one) = (SIMD16<Float>(repeating: 0), SIMD16<Float>(repeating: 1))
    var winners = zero
    for place in 0..<places {
      winners += zero.replacing(with: one, where: x.vector(place * channels, count: length) .== best)
    }
    let share = d / winners
    for place in 0..<places {
      let isBest = x.vector(place * channels, count: length) .== best
      target.store(zero.replacing(with: share, where: isBest), at: place * channels, count: length)
    }
  }

  /// Calls `body` for every sixteen channels of every image, on several threads.
  @inline(__always)
  private func forEachVector(_ body: (_ n: Int, _ c: Int, _ length: Int) -> Void) {
    let vectors = (channels + 15) / 16
    let pieces = Pieces(batch * vectors, most: 64)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for index in pieces.range(piece) {
        let c = index % vectors * 16
        body(index / vectors, c, min(channels - c, 16))
      }
    }
  }
}
