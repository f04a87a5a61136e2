internal import Kernels

/// Moves each image by distances of its own while training, as `keras.layers.RandomTranslation`. At other times it does
/// nothing.
///
/// An image moves down by f of its height and to the right by g of its width, f and g being equally likely anywhere in their
/// ranges. They follow from the model's seed, the layer's name, the step and the image's place in the batch.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct RandomTranslation: Layer {
  /// The range of f: one number from −1 to 1 for both directions, or two bounds.
  public let heightFactor: [Double]
  /// The range of g: one number from −1 to 1 for both directions, or two bounds.
  public let widthFactor: [Double]
  let filling: Filling
  private let identity: LayerIdentity

  /// What stands outside the image.
  public var fillMode: FillMode { filling.mode }
  /// How pixels get their values.
  public var interpolation: ImageInterpolation { filling.interpolation }
  /// What stands outside the image if `fillMode` is `.constant`.
  public var fillValue: Double { filling.value }

  /// Makes a translation with Keras' defaults.
  public init(
    heightFactor: any AugmentationFactor, widthFactor: any AugmentationFactor, fillMode: FillMode = .reflect,
    interpolation: ImageInterpolation = .bilinear, fillValue: Double = 0, name: String? = nil
  ) {
    self.heightFactor = heightFactor.factorValues
    self.widthFactor = widthFactor.factorValues
    filling = Filling(mode: fillMode, interpolation: interpolation, value: fillValue)
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension RandomTranslation: WarpLayer {
  static var typeName: String { "RandomTranslation" }
  static var baseName: String { "random_translation" }
  var settings: Settings {
    filling.settings(with: ["height_factor": heightFactor.factorSetting, "width_factor": widthFactor.factorSetting])
  }
  var draw: WarpDraw {
    .translation(down: FactorBounds(heightFactor).range(), across: FactorBounds(widthFactor).range())
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let filling = try Filling(from: &settings)
    self.init(
      heightFactor: try settings.neededFactor("height_factor"), widthFactor: try settings.neededFactor("width_factor"),
      fillMode: filling.mode, interpolation: filling.interpolation, fillValue: filling.value, name: name)
  }

  func checkFactors() throws(LayerProblem) {
    for (name, factor) in [("heightFactor", heightFactor), ("widthFactor", widthFactor)] {
      try FactorBounds.check(factor, named: name, needed: "one number from -1 to 1, or two bounds") { abs($0) <= 1 }
    }
  }
}
