internal import Kernels

/// Zooms each image about its middle by factors of its own while training, as `keras.layers.RandomZoom`. At other times it
/// does nothing.
///
/// An image shows 1 + f times its height and 1 + g times its width, f and g being equally likely anywhere in their ranges:
/// positive ones make things smaller. They follow from the model's seed, the layer's name, the step and the image's place in
/// the batch.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct RandomZoom: Layer {
  /// The range of f: one number for both signs, or two bounds, above −1 and at most 1.
  public let heightFactor: [Double]
  /// The range of g; nil if g is f, which keeps proportions.
  public let widthFactor: [Double]?
  let filling: Filling
  private let identity: LayerIdentity

  /// What stands outside the image.
  public var fillMode: FillMode { filling.mode }
  /// How pixels get their values.
  public var interpolation: ImageInterpolation { filling.interpolation }
  /// What stands outside the image if `fillMode` is `.constant`.
  public var fillValue: Double { filling.value }

  /// Makes a zoom with Keras' defaults.
  public init(
    heightFactor: any AugmentationFactor, widthFactor: (any AugmentationFactor)? = nil, fillMode: FillMode = .reflect,
    interpolation: ImageInterpolation = .bilinear, fillValue: Double = 0, name: String? = nil
  ) {
    self.heightFactor = heightFactor.factorValues
    self.widthFactor = widthFactor?.factorValues
    filling = Filling(mode: fillMode, interpolation: interpolation, value: fillValue)
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension RandomZoom: WarpLayer {
  static var typeName: String { "RandomZoom" }
  static var baseName: String { "random_zoom" }
  var settings: Settings {
    filling.settings(with: [
      "height_factor": heightFactor.factorSetting, "width_factor": widthFactor?.factorSetting ?? .null,
    ])
  }
  var draw: WarpDraw {
    .zoom(
      down: FactorBounds(heightFactor).range(offset: 1), across: widthFactor.map { FactorBounds($0).range(offset: 1) })
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let filling = try Filling(from: &settings)
    self.init(
      heightFactor: try settings.neededFactor("height_factor"), widthFactor: try settings.factor("width_factor"),
      fillMode: filling.mode, interpolation: filling.interpolation, fillValue: filling.value, name: name)
  }

  func checkFactors() throws(LayerProblem) {
    for (name, factor) in [("heightFactor", heightFactor), ("widthFactor", widthFactor ?? heightFactor)] {
      try FactorBounds.check(factor, named: name, needed: "one number above -1 and at most 1, or two bounds") {
        $0 > -1 && $0 <= 1
      }
    }
  }
}
