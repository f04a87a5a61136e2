internal import Kernels

/// Brings every channel to mean 0 and variance 1, then scales and shifts it, as `keras.layers.BatchNormalization`.
///
/// y = γ · (x − mean) / √(variance + epsilon) + β. While training, mean and (biased) variance are those of the batch, and the
/// moving averages follow: average · momentum + value · (1 − momentum). At other times, and where the layer is frozen, they are
/// the moving averages. Ioffe and Szegedy, "Batch Normalization" (2015).
/// ## Shapes
/// The output has the input's shape. gamma, beta, moving_mean and moving_variance: [channels].
public struct BatchNormalization: Layer {
  /// The axis of the channels, the batch being axis 0: −1 or the last.
  public let axis: Int
  /// Share of the moving averages that a step of training keeps.
  public let momentum: Double
  /// Added to the variance: at least 0.
  public let epsilon: Double
  /// Whether β is added.
  public let center: Bool
  /// Whether γ is multiplied with.
  public let scale: Bool
  /// How β's first value is made.
  public let betaInitializer: Initializer
  /// How γ's first value is made.
  public let gammaInitializer: Initializer
  /// How the moving mean's first value is made.
  public let movingMeanInitializer: Initializer
  /// How the moving variance's first value is made.
  public let movingVarianceInitializer: Initializer
  /// What β adds to the loss.
  public let betaRegularizer: Regularizer?
  /// What γ adds to the loss.
  public let gammaRegularizer: Regularizer?
  private let identity: LayerIdentity

  /// Makes a normalisation with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
    betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
    movingMeanInitializer: Initializer = .zeros, movingVarianceInitializer: Initializer = .ones,
    betaRegularizer: Regularizer? = nil, gammaRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.axis = axis
    self.momentum = momentum
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    self.betaInitializer = betaInitializer
    self.gammaInitializer = gammaInitializer
    self.movingMeanInitializer = movingMeanInitializer
    self.movingVarianceInitializer = movingVarianceInitializer
    self.betaRegularizer = betaRegularizer
    self.gammaRegularizer = gammaRegularizer
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension BatchNormalization: ConfigurableLayer {
  static var typeName: String { "BatchNormalization" }
  static var baseName: String { "batch_normalization" }

  var settings: Settings {
    [
      "axis": .integer(axis), "momentum": .number(momentum), "epsilon": .number(epsilon), "center": .bool(center),
      "scale": .bool(scale), "beta_initializer": betaInitializer.setting, "gamma_initializer": gammaInitializer.setting,
      "moving_mean_initializer": movingMeanInitializer.setting,
      "moving_variance_initializer": movingVarianceInitializer.setting,
      "beta_regularizer": betaRegularizer?.setting ?? nil, "gamma_regularizer": gammaRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    guard try !settings.bool("renorm", default: false) else { throw LayerProblem("renorm is true", needed: "false") }
    // Without `renorm` its other settings are of no consequence.
    _ = settings.take("renorm_clipping")
    _ = settings.take("renorm_momentum")
    self.init(
      axis: try settings.integer("axis", default: -1), momentum: try settings.number("momentum", default: 0.99),
      epsilon: try settings.number("epsilon", default: 1e-3), center: try settings.bool("center", default: true),
      scale: try settings.bool("scale", default: true),
      betaInitializer: try settings.initializer("beta_initializer", default: .zeros),
      gammaInitializer: try settings.initializer("gamma_initializer", default: .ones),
      movingMeanInitializer: try settings.initializer("moving_mean_initializer", default: .zeros),
      movingVarianceInitializer: try settings.initializer("moving_variance_initializer", default: .ones),
      betaRegularizer: try settings.regularizer("beta_regularizer"),
      gammaRegularizer: try settings.regularizer("gamma_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let last = inputs[0].count
    guard axis == -1 || axis == last else {
      throw LayerProblem("axis is \(axis)", needed: "-1 or \(last), the last axis of \(batchShape(inputs[0]))")
    }
    guard (0...1).contains(momentum) else { throw LayerProblem("momentum is \(momentum)", needed: "from 0 to 1") }
    guard epsilon >= 0, epsilon.isFinite else { throw LayerProblem("epsilon is \(epsilon)", needed: "at least 0") }
    return inputs[0]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let shape = [inputs[0].last ?? 1]
    let gamma = ParameterSpecification(
      name: "gamma", shape: shape, initializer: gammaInitializer, regularizer: gammaRegularizer)
    let beta = ParameterSpecification(
      name: "beta", shape: shape, initializer: betaInitializer, regularizer: betaRegularizer)
    return (scale ? [gamma] : []) + (center ? [beta] : []) + [
      ParameterSpecification(
        name: "moving_mean", shape: shape, initializer: movingMeanInitializer, isTrainable: false),
      ParameterSpecification(
        name: "moving_variance", shape: shape, initializer: movingVarianceInitializer, isTrainable: false),
    ]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let channels = call.shape.last ?? 1
    let measures = builder.mode == .training && !call.isFrozen
    let averages = (
      mean: builder.weight("moving_mean", of: call), variance: builder.weight("moving_variance", of: call)
    )
    let mean = measures ? builder.buffer(channels) : averages.mean
    let variance = measures ? builder.buffer(channels) : averages.variance
    let output = builder.value(shape: call.shape)
    builder.append(
      BatchNormalizationForward(
        layer: call.name,
        kernel: Kernels.BatchNormalization(
          rows: builder.count(of: call.shape) / channels, channels: channels, epsilon: Float(epsilon)),
        input: call.inputs[0].buffer, gamma: call.parameters["gamma"], beta: call.parameters["beta"], mean: mean,
        variance: variance, measures: measures, output: output.buffer))
    guard measures else { return output }
    for (average, value) in [(averages.mean, mean), (averages.variance, variance)] {
      builder.append(
        update: AverageUpdate(
          layer: call.name, average: average, value: value, count: channels, momentum: momentum))
    }
    return output
  }
}
