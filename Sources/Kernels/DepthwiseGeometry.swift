/// The extents of a depthwise convolution, checked once: every channel has filters of its own.
///
/// ## Shapes
/// [batch, height, width, channels] * [kernelHeight, kernelWidth, channels, multiplier]
/// → [batch, ⌊(height+top+bottom−(kernelHeight−1)·dilationHeight−1)/strideHeight⌋+1, …, channels · multiplier]
package struct DepthwiseGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  /// Filters of each channel.
  package let multiplier: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  /// Input places from one row or column of the filter to the next.
  package let dilationHeight: Int
  package let dilationWidth: Int
  package let padding: Padding
  package let outputHeight: Int
  package let outputWidth: Int

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), kernel: (height: Int, width: Int), multiplier: Int = 1,
    strides: (height: Int, width: Int) = (1, 1), dilation: (height: Int, width: Int) = (1, 1), padding: Padding = .none
  ) {
    (self.batch, self.multiplier, self.padding) = (batch, multiplier, padding)
    (height, width, channels) = input
    (kernelHeight, kernelWidth) = kernel
    (strideHeight, strideWidth) = strides
    (dilationHeight, dilationWidth) = dilation
    let window = (Padding.extent(kernel.height, dilation.height), Padding.extent(kernel.width, dilation.width))
    let room = (
      input.height + padding.top + padding.bottom - window.0, input.width + padding.left + padding.right - window.1
    )
    require(
      min(batch, input.channels, multiplier, kernel.height, kernel.width) > 0
        && min(strides.height, strides.width, dilation.height, dilation.width) > 0,
      "every extent of a depthwise convolution is positive")
    require(
      min(room.0, room.1) >= 0,
      "a filter of \(window.0) x \(window.1) is larger than the padded image of \(input.height) x \(input.width)")
    outputHeight = room.0 / strides.height + 1
    outputWidth = room.1 / strides.width + 1
  }

  /// Channels of the output; that of channel c and its filter m is c · multiplier + m.
  package var outputChannels: Int { channels * multiplier }
  package var inputCount: Int { batch * height * width * channels }
  package var filterCount: Int { kernelHeight * kernelWidth * outputChannels }
  package var outputCount: Int { batch * outputHeight * outputWidth * outputChannels }

  /// The same convolution of another number of images, such as the last batch of an epoch.
  package func withBatch(_ batch: Int) -> DepthwiseGeometry {
    DepthwiseGeometry(
      batch: batch, input: (height, width, channels), kernel: (kernelHeight, kernelWidth), multiplier: multiplier,
      strides: (strideHeight, strideWidth), dilation: (dilationHeight, dilationWidth), padding: padding)
  }
}

extension Padding {
  /// Places that a filter of `kernel` taps spans where they lie `dilation` apart.
  package static func extent(_ kernel: Int, _ dilation: Int) -> Int { (kernel - 1) * dilation + 1 }
}
