internal import Kernels

/// Windows whose places lie apart: they span more of the image than they have places.
extension SlidingWindow {
  /// Checks an author's settings.
  ///
  /// - Throws: a problem naming the setting that is wrong; strides and dilation exclude each other, as in Keras.
  init(
    window: [Int], named name: String, strides: [Int], padding: WindowPadding, dilationRate: [Int]
  ) throws(LayerProblem) {
    self = try SlidingWindow(window: window, named: name, strides: strides, padding: padding)
    let rate = try Extents(dilationRate, named: "dilationRate")
    guard rate.isOne || self.strides.isOne else {
      throw LayerProblem(
        "strides is \(self.strides) and dilationRate is \(rate)", needed: "strides or a dilation rate of 1 x 1")
    }
    self.window = self.window.dilated(by: rate)
  }

  /// Takes settings that have been checked before, when the graph was recorded.
  init(checked window: [Int], strides: [Int], padding: WindowPadding, dilationRate: [Int]) {
    self.init(checked: window, strides: strides, padding: padding)
    self.window = self.window.dilated(by: Extents(checked: dilationRate))
  }
}

extension Extents {
  var isOne: Bool { height == 1 && width == 1 }

  /// What a window spans whose places lie `rate` apart.
  func dilated(by rate: Extents) -> Extents {
    Extents(checked: [Padding.extent(height, rate.height), Padding.extent(width, rate.width)])
  }
}
