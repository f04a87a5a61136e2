/// The extents of a transposed convolution, checked once.
///
/// ## Shapes
/// [batch, height, width, channels] * [kernelHeight, kernelWidth, filters, channels]
/// → [batch, height·strideHeight, …, filters] (`same`) or [batch, height·strideHeight+max(kernelHeight−strideHeight, 0), …,
/// filters] (`valid`), as Keras' Conv2DTranspose without output padding
package struct TransposedGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let filters: Int
  package let outputHeight: Int
  package let outputWidth: Int
  /// The convolution from outputs to inputs whose adjoint this is.
  let adjoint: ConvolutionGeometry

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), kernel: (height: Int, width: Int), filters: Int,
    strides: (height: Int, width: Int) = (1, 1), isSame: Bool
  ) {
    (self.batch, self.filters) = (batch, filters)
    (height, width, channels) = input
    require(min(input.height, input.width) > 0, "every extent of a transposed convolution is positive")
    outputHeight = Self.output(input.height, kernel.height, strides.height, isSame)
    outputWidth = Self.output(input.width, kernel.width, strides.width, isSame)
    let padding =
      isSame
      ? Padding.same(
        height: outputHeight, width: outputWidth, kernelHeight: kernel.height, kernelWidth: kernel.width,
        strideHeight: strides.height, strideWidth: strides.width) : .none
    adjoint = ConvolutionGeometry(
      batch: batch, input: (outputHeight, outputWidth, filters), kernel: kernel, filters: input.channels,
      strides: strides, padding: padding)
    require(
      adjoint.outputHeight == input.height && adjoint.outputWidth == input.width,
      "a map of \(outputHeight) x \(outputWidth) leads back to one of \(input.height) x \(input.width)")
  }

  /// The output's extent along one axis.
  package static func output(_ input: Int, _ kernel: Int, _ stride: Int, _ isSame: Bool) -> Int {
    input * stride + (isSame ? 0 : max(kernel - stride, 0))
  }

  package var kernelHeight: Int { adjoint.kernelHeight }
  package var kernelWidth: Int { adjoint.kernelWidth }
  package var inputCount: Int { adjoint.outputCount }
  package var filterCount: Int { adjoint.filterCount }
  package var outputCount: Int { adjoint.inputCount }

  /// The convolution with the filter turned round that gives the same, if strides are 1.
  var direct: ConvolutionGeometry? {
    guard adjoint.strideHeight == 1, adjoint.strideWidth == 1 else { return nil }
    let (top, left) = (kernelHeight - 1 - adjoint.padding.top, kernelWidth - 1 - adjoint.padding.left)
    let padding = Padding(
      top: top, bottom: outputHeight - height + kernelHeight - 1 - top, left: left,
      right: outputWidth - width + kernelWidth - 1 - left)
    return ConvolutionGeometry(
      batch: batch, input: (height, width, channels), kernel: (kernelHeight, kernelWidth), filters: filters,
      padding: padding)
  }

}
