/// Rows or columns of zeros that surround an image.
package struct Padding: Hashable, Sendable {
  package var top: Int
  package var bottom: Int
  package var left: Int
  package var right: Int

  package init(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0) {
    (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
  }

  package static var none: Padding { Padding() }

  /// Keras' `same`: ⌈extent/stride⌉ outputs, an odd zero going below and to the right.
  package static func same(
    height: Int, width: Int, kernelHeight: Int, kernelWidth: Int, strideHeight: Int = 1, strideWidth: Int = 1
  ) -> Padding {
    let rows = missing(extent: height, kernel: kernelHeight, stride: strideHeight)
    let columns = missing(extent: width, kernel: kernelWidth, stride: strideWidth)
    return Padding(top: rows / 2, bottom: rows - rows / 2, left: columns / 2, right: columns - columns / 2)
  }

  /// Zeros that one axis lacks so that ⌈extent/stride⌉ windows fit.
  private static func missing(extent: Int, kernel: Int, stride: Int) -> Int {
    let windows = (extent + stride - 1) / stride
    return max((windows - 1) * stride + kernel - extent, 0)
  }
}

extension ConvolutionGeometry {
  /// Whether each place is computed from the same place of the input alone: a product of matrices.
  var isPointwise: Bool {
    [kernelHeight, kernelWidth, strideHeight, strideWidth] == [1, 1, 1, 1] && padding == .none
  }
}

/// The extents of a two-dimensional convolution, checked once.
///
/// ## Shapes
/// [batch, height, width, channels] * [kernelHeight, kernelWidth, channels, filters]
/// → [batch, ⌊(height+top+bottom−kernelHeight)/strideHeight⌋+1, …, filters]
package struct ConvolutionGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let padding: Padding
  package let filters: Int
  package let outputHeight: Int
  package let outputWidth: Int

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), kernel: (height: Int, width: Int), filters: Int,
    strides: (height: Int, width: Int) = (1, 1), padding: Padding = .none
  ) {
    (self.batch, self.filters, self.padding) = (batch, filters, padding)
    (height, width, channels) = input
    (kernelHeight, kernelWidth) = kernel
    (strideHeight, strideWidth) = strides
    let room = (
      input.height + padding.top + padding.bottom - kernel.height,
      input.width + padding.left + padding.right - kernel.width
    )
    require(
      min(batch, input.channels, filters, kernel.height, kernel.width, strides.height, strides.width) > 0,
      "every extent of a convolution is positive")
    require(
      min(room.0, room.1) >= 0,
      "a filter of \(kernel.height) x \(kernel.width) is larger than the padded image of \(input.height) x \(input.width)"
    )
    outputHeight = room.0 / strides.height + 1
    outputWidth = room.1 / strides.width + 1
  }

  package var inputCount: Int { batch * height * width * channels }
  package var filterCount: Int { patchCount * filters }
  package var outputCount: Int { batch * outputHeight * outputWidth * filters }

  /// Multiplications of the textbook's method.
  package var multiplications: Int { outputCount * patchCount }

  /// Elements of the input that one output sees.
  package var patchCount: Int { kernelHeight * kernelWidth * channels }

  /// The same convolution of another number of images, such as the last batch of an epoch.
  package func withBatch(_ batch: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, input: (height, width, channels), kernel: (kernelHeight, kernelWidth), filters: filters,
      strides: (strideHeight, strideWidth), padding: padding)
  }
}
