internal import Kernels

/// Turns each image about its middle by an angle of its own while training, as `keras.layers.RandomRotation`. At other times
/// it does nothing.
///
/// The angle is equally likely anywhere in the range, counter-clockwise if it is positive. It follows from the model's seed,
/// the layer's name, the step and the image's place in the batch.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct RandomRotation: Layer {
  /// The range of angles in turns of 360°: one number for both directions, or two bounds.
  public let factor: [Double]
  let filling: Filling
  private let identity: LayerIdentity

  /// What stands outside the image.
  public var fillMode: FillMode { filling.mode }
  /// How pixels get their values.
  public var interpolation: ImageInterpolation { filling.interpolation }
  /// What stands outside the image if `fillMode` is `.constant`.
  public var fillValue: Double { filling.value }

  /// Makes a rotation with Keras' defaults.
  public init(
    factor: any AugmentationFactor, fillMode: FillMode = .reflect, interpolation: ImageInterpolation = .bilinear,
    fillValue: Double = 0, name: String? = nil
  ) {
    self.factor = factor.factorValues
    filling = Filling(mode: fillMode, interpolation: interpolation, value: fillValue)
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension RandomRotation: WarpLayer {
  static var typeName: String { "RandomRotation" }
  static var baseName: String { "random_rotation" }
  var settings: Settings { filling.settings(with: ["factor": FactorBounds(factor).setting]) }
  var draw: WarpDraw { .rotation(degrees: FactorBounds(factor).range(scale: 360)) }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let filling = try Filling(from: &settings)
    self.init(
      factor: try settings.neededFactor("factor"), fillMode: filling.mode, interpolation: filling.interpolation,
      fillValue: filling.value, name: name)
  }

  func checkFactors() throws(LayerProblem) {
    try FactorBounds.check(factor, named: "factor", needed: "one number from -1 to 1, or two bounds") { abs($0) <= 1 }
  }
}
