import Tensors

/// Moves every value of an image away from the mean of its channel, or towards it, and keeps it in a range.
///
/// y = clip((x − m) · factor + m, range), m being the mean of the channel over the image
/// ## Shapes
/// [batch, height, width, channels] → the same
package struct ImageContrast: Sendable {
  package let batch: Int
  package let pixels: Int
  package let channels: Int
  package let range: ClosedRange<Float>

  package init(batch: Int, image: (height: Int, width: Int, channels: Int), range: ClosedRange<Float>) {
    require(min(batch, image.height, image.width, image.channels) > 0, "every extent of an image is positive")
    (self.batch, pixels, channels) = (batch, image.height * image.width, image.channels)
    self.range = range
  }

  private typealias V = SIMD16<Float>

  private var imageCount: Int { pixels * channels }
  package var count: Int { batch * imageCount }

  /// - Parameter factor: of the image at a place in the batch.
  package func forward(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, factor: (_ image: Int) -> Float
  ) {
    forEachImage { image, run in
      let (x, y, factor) = (input + image * imageCount, output + image * imageCount, factor(image))
      run.setMeans(of: x, count: imageCount)
      run.forEachVector(imageCount) { start, length, means in
        let moved = Self.moved(x.vector(start, count: length), means, factor)
        y.store(moved.limited(from: range.lowerBound, to: range.upperBound), at: start, count: length)
      }
    }
  }

  /// The gradient by the input, from the input; `inputGradient` is overwritten.
  ///
  /// dx = factor · g + (1 − factor) · mean of g, g being dy where nothing was clipped and else 0
  package func gradient(
    input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    factor: (_ image: Int) -> Float
  ) {
    forEachImage { image, run in
      let (x, dy, dx) = (
        input + image * imageCount, outputGradient + image * imageCount, inputGradient + image * imageCount
      )
      let factor = factor(image)
      run.setMeans(of: x, count: imageCount)
      run.forEachVector(imageCount) { start, length, means in
        let moved = Self.moved(x.vector(start, count: length), means, factor)
        let isClipped = (moved .< range.lowerBound) .| (moved .> range.upperBound)
        dx.store(dy.vector(start, count: length).replacing(with: 0, where: isClipped), at: start, count: length)
      }
      run.setMeans(of: dx, count: imageCount)
      run.forEachVector(imageCount) { start, length, means in
        dx.store(dx.vector(start, count: length) * factor + means * (1 - factor), at: start, count: length)
      }
    }
  }

  @inline(__always)
  private static func moved(_ x: V, _ means: V, _ factor: Float) -> V { (x - means) * factor + means }

  private func forEachImage(_ body: (_ image: Int, _ run: ChannelRun) -> Void) {
    let images = Pieces(batch, most: 64)
    ThreadPool.shared.parallel(images.count) { piece in
      ChannelRun.withRun(channels: channels) { run in
        for image in images.range(piece) { body(image, run) }
      }
    }
  }
}

/// As many pixels as fill whole vectors, and a number for each of their channels.
private struct ChannelRun {
  let channels: Int
  /// Elements: the least common multiple of the channels and a vector's lanes.
  let count: Int
  private let values: UnsafeMutablePointer<Float>
  private let sums: UnsafeMutablePointer<Double>

  static func withRun(channels: Int, _ body: (ChannelRun) -> Void) {
    let count = channels << max(4 - channels.trailingZeroBitCount, 0)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { values in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: channels) { sums in
        guard let values = values.baseAddress, let sums = sums.baseAddress else { return }
        body(ChannelRun(channels: channels, count: count, values: values, sums: sums))
      }
    }
  }

  /// Sets every number to the mean of its channel: runs are added in Float a few at a time, and these sums in Double.
  func setMeans(of image: UnsafePointer<Float>, count imageCount: Int) {
    sums.update(repeating: 0, count: channels)
    let block = count * 32
    for start in stride(from: 0, to: imageCount, by: block) {
      values.update(repeating: 0, count: count)
      let end = min(start + block, imageCount)
      for run in stride(from: start, to: end, by: count) {
        Reduction.addRun(image + run, to: values, count: min(end - run, count))
      }
      for i in 0..<count { sums[i % channels] += Double(values[i]) }
    }
    let pixels = Double(imageCount / channels)
    for i in 0..<count { values[i] = Float(sums[i % channels] / pixels) }
  }

  /// Calls `body` for every 16 elements of an image: where they begin, how many they are, and their channels' numbers.
  @inline(__always)
  func forEachVector(_ imageCount: Int, _ body: (_ start: Int, _ length: Int, _ numbers: SIMD16<Float>) -> Void) {
    for run in stride(from: 0, to: imageCount, by: count) {
      for i in stride(from: 0, to: min(imageCount - run, count), by: 16) {
        body(run + i, min(imageCount - run - i, 16), UnsafePointer(values).vector(i, SIMD16<Float>.self))
      }
    }
  }
}
