/// The extents of a convolution whose taps lie apart or whose channels fall into groups, checked once.
///
/// ## Shapes
/// [batch, height, width, channels] * [kernelHeight, kernelWidth, channels / groups, filters]
/// → [batch, ⌊(height+top+bottom−(kernelHeight−1)·dilationHeight−1)/strideHeight⌋+1, …, filters]
package struct GroupedGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let filters: Int
  /// Groups of channels, each with as many filters of its own.
  package let groups: Int
  package let strideHeight: Int
  package let strideWidth: Int
  /// Input places from one row or column of the filter to the next.
  package let dilationHeight: Int
  package let dilationWidth: Int
  package let padding: Padding
  package let outputHeight: Int
  package let outputWidth: Int

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), kernel: (height: Int, width: Int), filters: Int,
    groups: Int = 1, strides: (height: Int, width: Int) = (1, 1), dilation: (height: Int, width: Int) = (1, 1),
    padding: Padding = .none
  ) {
    (self.batch, self.filters, self.groups, self.padding) = (batch, filters, groups, padding)
    (height, width, channels) = input
    (kernelHeight, kernelWidth) = kernel
    (strideHeight, strideWidth) = strides
    (dilationHeight, dilationWidth) = dilation
    let window = (Padding.extent(kernel.height, dilation.height), Padding.extent(kernel.width, dilation.width))
    let room = (
      input.height + padding.top + padding.bottom - window.0, input.width + padding.left + padding.right - window.1
    )
    require(
      min(batch, input.channels, filters, groups, kernel.height, kernel.width) > 0
        && min(strides.height, strides.width, dilation.height, dilation.width) > 0,
      "every extent of a convolution is positive")
    require(
      input.channels % groups == 0 && filters % groups == 0,
      "\(input.channels) channels and \(filters) filters do not fall into \(groups) groups")
    require(
      min(room.0, room.1) >= 0,
      "a filter of \(window.0) x \(window.1) is larger than the padded image of \(input.height) x \(input.width)")
    outputHeight = room.0 / strides.height + 1
    outputWidth = room.1 / strides.width + 1
  }

  package var groupChannels: Int { channels / groups }
  package var groupFilters: Int { filters / groups }
  package var inputCount: Int { batch * height * width * channels }
  package var filterCount: Int { patchCount * filters }
  package var outputCount: Int { batch * outputHeight * outputWidth * filters }

  /// Elements of the input that one output sees.
  package var patchCount: Int { kernelHeight * kernelWidth * groupChannels }

  /// The same convolution of another number of images, such as the last batch of an epoch.
  package func withBatch(_ batch: Int) -> GroupedGeometry {
    GroupedGeometry(
      batch: batch, input: (height, width, channels), kernel: (kernelHeight, kernelWidth), filters: filters,
      groups: groups, strides: (strideHeight, strideWidth), dilation: (dilationHeight, dilationWidth), padding: padding)
  }
}
