internal import Kernels

/// Changes the contrast of each image by a factor of its own while training, as `keras.layers.RandomContrast`. At other times
/// it does nothing.
///
/// y = clip((x − mean) · f + mean, valueRange), the mean being that of the channel over the image. f is equally likely
/// anywhere in 1 − a … 1 + b and follows from the model's seed, the layer's name, the step and the image's place in the batch.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct RandomContrast: Layer {
  /// The bounds a and b, the smaller one first. One number stands for b, a being 0: Keras 3.15 draws from 1 … 1 + b then.
  public let factor: [Double]
  /// The range to which values are clipped.
  public let valueRange: ClosedRange<Double>
  private let identity: LayerIdentity

  /// Makes a change of contrast with Keras' defaults.
  public init(factor: any AugmentationFactor, valueRange: ClosedRange<Double> = 0...255, name: String? = nil) {
    self.factor = factor.factorValues
    self.valueRange = valueRange
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension RandomContrast: ConfigurableLayer {
  static var typeName: String { "RandomContrast" }
  static var baseName: String { "random_contrast" }
  var settings: Settings {
    ["factor": bounds.setting, "value_range": .numbers([valueRange.lowerBound, valueRange.upperBound])]
  }

  /// a and b.
  private var bounds: FactorBounds {
    factor.count == 1 ? FactorBounds(lower: 0, upper: factor[0]) : FactorBounds(factor)
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    _ = settings.take("seed")
    let range = try settings.factor("value_range") ?? [0, 255]
    guard range.count == 2, range[0] <= range[1] else {
      throw LayerProblem("value_range is \(range)", needed: "two numbers, the smaller one first")
    }
    self.init(factor: try settings.neededFactor("factor"), valueRange: range[0]...range[1], name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    _ = try imageShape(of: inputs)
    let least = factor.count == 1 ? 0.0 : -1
    try FactorBounds.check(factor, named: "factor", needed: "one number from 0 to 1, or two bounds") {
      $0 >= least && $0 <= 1
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard builder.mode == .training else { return call.inputs[0] }
    let output = builder.value(shape: call.shape)
    let kernel = ImageContrast(
      batch: builder.batch, image: (call.shape[0], call.shape[1], call.shape[2]),
      range: Float(valueRange.lowerBound)...Float(valueRange.upperBound))
    let ends = [Float(1 - bounds.lower), Float(1 + bounds.upper)].sorted()
    builder.append(
      ContrastForward(
        layer: call.name, kernel: kernel, factors: ends[0]...ends[1], input: call.inputs[0].buffer,
        output: output.buffer))
    return output
  }
}
