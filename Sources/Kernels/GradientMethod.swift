/// How a convolution's gradients are computed; chosen once by its geometry.
enum GradientMethod: Hashable, Sendable {
  /// Only the winners of the pooling windows are visited; a piece of images sums its own filter gradient.
  case sparse
  /// The gradient by every sum is kept, and the filter gradient is cut by filters: no partial sums.
  case whole
  /// The gradient by a band's sums is used at once; a piece of images sums its own filter gradient.
  case banded

  init(_ g: ConvolutionGeometry, isPooled: Bool, mostKept: Int) {
    if isPooled, g.segmentCount % WinnerList.lanes == 0 {
      self = .sparse
    } else if !isPooled, g.outputCount + g.inputCount <= mostKept {
      self = .whole
    } else {
      self = .banded
    }
  }
}

extension ConvolutionGeometry {
  /// The same convolution of an input that contains its padding.
  var withPaddedInput: ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, input: (paddedHeight, paddedWidth, channels), kernel: (kernelHeight, kernelWidth), filters: filters,
      strides: (strideHeight, strideWidth))
  }

  var paddedHeight: Int { height + padding.top + padding.bottom }
}
