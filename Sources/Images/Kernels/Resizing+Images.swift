import Kernels
import Tensors

extension Resizing {
  /// Resizes one image.
  func image(of image: Tensor<UInt8>) -> Tensor<Float> {
    var result = Tensor<Float>(uninitialized: [target.height, target.width, channels])
    unsafe result.withUnsafeMutableBuffer { target in
      guard let start = target.baseAddress else { return }
      unsafe resize(image, into: start)
    }
    return result
  }

  /// Resizes one image into a place in a batch, `targetCount` values long.
  func resize(_ image: Tensor<UInt8>, into target: UnsafeMutablePointer<Float>) {
    precondition(image.count == sourceCount, "an image of \(image.shape) is not one of \(source) x \(channels)")
    unsafe image.withUnsafeBuffer { pixels in
      guard let start = pixels.baseAddress else { return }
      switch interpolation {
      case .nearest: unsafe takeNearest(start, into: target)
      case .bilinear: unsafe blend(start, into: target)
      case .area: unsafe average(start, into: target)
      }
    }
  }

  private var rowCount: Int { source.width * channels }

  private func blend(_ pixels: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<Float>) {
    let rows = BilinearAxis(over: crop.size.height, from: crop.top, to: self.target.height, step: 1)
    let blending = RowBlending(self)
    for (row, tap) in rows.taps.enumerated() {
      unsafe blending.blend(
        pixels + Int(tap.first) * rowCount, pixels + Int(tap.second) * rowCount, share: tap.share,
        into: target + row * blending.count)
    }
  }

  private func takeNearest(_ pixels: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<Float>) {
    let rows = NearestAxis(over: crop.size.height, from: crop.top, to: self.target.height)
    let columns = NearestAxis(over: crop.size.width, from: crop.left, to: self.target.width)
    var place = 0
    for row in rows.places {
      for column in columns.places {
        let pixel = row * rowCount + column * channels
        for channel in 0..<channels { unsafe target[place + channel] = Float(pixels[pixel + channel]) }
        place += channels
      }
    }
  }

  /// Adds up the covered rows first, then the covered pixels of the sum.
  private func average(_ pixels: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<Float>) {
    let rows = AreaAxis(over: crop.size.height, from: crop.top, to: self.target.height)
    let columns = AreaAxis(over: crop.size.width, from: crop.left, to: self.target.width)
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: rowCount) { sums in
      for (row, span) in rows.spans.enumerated() {
        unsafe sums.update(repeating: 0)
        for (index, share) in span.shares.enumerated() {
          let source = unsafe pixels + (span.first + index) * rowCount
          for place in 0..<rowCount { unsafe sums[place] += share * Float(source[place]) }
        }
        unsafe average(UnsafeBufferPointer(sums), columns, into: target + row * self.target.width * channels)
      }
    }
  }

  private func average(
    _ sums: UnsafeBufferPointer<Float>, _ columns: AreaAxis, into target: UnsafeMutablePointer<Float>
  ) {
    for (column, span) in columns.spans.enumerated() {
      for channel in 0..<channels {
        var sum: Float = 0
        for (index, share) in span.shares.enumerated() {
          sum += unsafe share * sums[(span.first + index) * channels + channel]
        }
        unsafe target[column * channels + channel] = sum
      }
    }
  }
}
