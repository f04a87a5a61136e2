internal import Kernels

/// How windows slide over an image: the part that convolution and pooling have in common.
struct SlidingWindow: Equatable, Sendable {
  var window: Extents
  var strides: Extents
  var padding: WindowPadding

  /// Checks an author's settings.
  ///
  /// - Throws: a problem naming the setting that is wrong.
  init(
    window: [Int], named name: String, strides: [Int], padding: WindowPadding
  ) throws(LayerProblem) {
    self.window = try Extents(window, named: name)
    self.strides = try Extents(strides, named: "strides")
    self.padding = padding
  }

  /// Takes settings that have been checked before, when the graph was recorded.
  init(checked window: [Int], strides: [Int], padding: WindowPadding) {
    self.window = Extents(checked: window)
    self.strides = Extents(checked: strides)
    self.padding = padding
  }

  /// Positions of the window in each direction.
  ///
  /// - Throws: a problem when a `valid` window is larger than the image.
  func positions(height: Int, width: Int, shape: [Int]) throws(LayerProblem) -> (height: Int, width: Int) {
    guard padding == .same || (height >= window.height && width >= window.width) else {
      throw LayerProblem(
        "got an input of shape \(batchShape(shape))", needed: "a height and width of at least \(window)",
        hint: "earlier layers left too small a map: use padding: .same, fewer poolings or larger images")
    }
    return (
      count(height, window.height, strides.height), count(width, window.width, strides.width)
    )
  }

  /// The zeros that surround an image.
  func zeros(height: Int, width: Int) -> Padding {
    guard padding == .same else { return .none }
    return Padding.same(
      height: height, width: width, kernelHeight: window.height, kernelWidth: window.width,
      strideHeight: strides.height, strideWidth: strides.width)
  }

  private func count(_ extent: Int, _ window: Int, _ stride: Int) -> Int {
    padding == .same ? (extent + stride - 1) / stride : (extent - window) / stride + 1
  }
}
