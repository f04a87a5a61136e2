internal import Kernels
public import Tensors

/// Brings values to mean 0 and variance 1 with moments that are known before training, as `keras.layers.Normalization`.
///
/// y = (x − mean) / max(√variance, 10⁻⁷), or with `invert` y = mean + x · max(√variance, 10⁻⁷). The moments are given, or taken
/// from data by `adapt(to:)`, or read from a weight file; training does not change them.
/// ## Shapes
/// The output has the input's shape. Moments that are not given are weights: mean and variance with the extents of `axis`, and
/// count [], which Keras' files have and nothing reads.
public struct Normalization: Layer {
  /// The axes along which moments differ, the batch being axis 0 and −1 the last. Empty: one mean for all values.
  public let axis: [Int]
  /// The mean, if it was given.
  public let mean: Tensor<Float>?
  /// The variance, if it was given.
  public let variance: Tensor<Float>?
  /// Whether the layer undoes a normalisation.
  public let invert: Bool
  private let adapted = AdaptedMoments()
  private let identity: LayerIdentity

  /// Makes a normalisation whose moments come from `adapt(to:)` or from a weight file; before that they are 0 and 1.
  public init(axis: [Int] = [-1], invert: Bool = false, name: String? = nil) {
    self.init(axis: axis, moments: nil, invert: invert, name: name)
  }

  /// Makes a normalisation with given moments: one for each place along the axis, or one for all.
  public init(
    axis: [Int] = [-1], mean: [Float], variance: [Float], invert: Bool = false, name: String? = nil
  ) {
    self.init(axis: axis, moments: (Tensor(mean), Tensor(variance)), invert: invert, name: name)
  }

  private init(axis: [Int], moments: (mean: Tensor<Float>, variance: Tensor<Float>)?, invert: Bool, name: String?) {
    self.axis = axis
    mean = moments?.mean
    variance = moments?.variance
    self.invert = invert
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

/// What `adapt(to:)` found before the layer had weights. A class, because all copies of the layer share it.
private final class AdaptedMoments {
  var value: DataMoments?
}

// MARK: - Adapting

extension Normalization {
  /// Takes mean and (biased) variance from data, summed in 64 bits, as `keras.layers.Normalization.adapt`.
  ///
  /// - Parameter data: examples of the shape on which the layer is called.
  /// - Throws: `DeepLearningError` if the moments were given, there is no data, or its shape does not fit.
  public func adapt(to data: Tensor<some Scalar>) throws(DeepLearningError) {
    let place = "\(identity.name ?? identity.requestedName ?? Self.baseName) (Normalization)"
    guard mean == nil else {
      throw DeepLearningError(
        place, "mean and variance were given, and adapt would change them", expected: "either of the two")
    }
    guard data.count > 0, data.rank > 0 else {
      throw DeepLearningError(place, "data of shape \(data.shape) is empty", expected: "at least one example")
    }
    let moments: DataMoments
    do {
      moments = DataMoments(data, along: try keptAxes(rank: data.rank))
    } catch {
      throw DeepLearningError(place, error.found, expected: error.needed)
    }
    if identity.isBuilt { try replaceWeights(by: moments) }
    adapted.value = moments
  }

  private func replaceWeights(by moments: DataMoments) throws(DeepLearningError) {
    let path = identity.name ?? Self.baseName
    let weights = identity.parameters.filter { $0.name != "count" }
    try weights.replace(by: [moments.mean, moments.variance], in: path)
  }

  /// The axes along which moments differ, in order, of a shape with the batch.
  private func keptAxes(rank: Int) throws(LayerProblem) -> [Int] {
    let axes = axis.map { $0 < 0 ? $0 + rank : $0 }.sorted()
    guard axes.allSatisfy({ (1..<rank).contains($0) }), Set(axes).count == axes.count else {
      throw LayerProblem("axis is \(axis)", needed: "different axes of \(rank), without the batch")
    }
    return axes
  }
}

// MARK: - The layer

extension Normalization: ConfigurableLayer {
  static var typeName: String { "Normalization" }
  static var baseName: String { "normalization" }
  var settings: Settings {
    [
      "axis": .integers(axis), "invert": .bool(invert), "mean": mean.map { SettingValue($0) } ?? .null,
      "variance": variance.map { SettingValue($0) } ?? .null,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let axis = settings.take("axis") ?? -1
    let axes = try axis == .list([]) ? [] : SettingsReader.integers(axis, named: "axis")
    let mean = try Tensor<Float>(settings.take("mean") ?? .null, named: "mean")
    let variance = try Tensor<Float>(settings.take("variance") ?? .null, named: "variance")
    guard mean?.shape == variance?.shape else {
      throw LayerProblem(
        "mean has shape \(mean?.shape ?? []) and variance \(variance?.shape ?? [])", needed: "both of one shape")
    }
    let moments = mean.flatMap { mean in variance.map { (mean, $0) } }
    self.init(axis: axes, moments: moments, invert: try settings.bool("invert", default: false), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let kept = try keptShape(of: inputs[0])
    guard let mean, let variance else {
      guard adapted.value.map({ $0.mean.shape == kept }) ?? true else {
        throw LayerProblem(
          "was adapted to data with \(adapted.value?.mean.shape ?? []) along \(axis)",
          needed: "data with \(kept), as its input \(batchShape(inputs[0])) has")
      }
      return inputs[0]
    }
    guard mean.shape == variance.shape, mean.canRepeat(to: kept) else {
      throw LayerProblem("mean has shape \(mean.shape) and variance \(variance.shape)", needed: "\(kept), or one value")
    }
    guard variance.elements.allSatisfy({ $0 >= 0 }) else {
      throw LayerProblem("a variance is below 0", needed: "at least 0")
    }
    return inputs[0]
  }

  /// The extents of the axes along which moments differ, of a shape without the batch.
  func keptShape(of shape: [Int]) throws(LayerProblem) -> [Int] {
    try keptAxes(rank: shape.count + 1).map { shape[$0 - 1] }
  }

  /// The extents of moments at the rank of a shape without the batch: 1 where they do not differ.
  func momentShape(beside shape: [Int]) -> [Int] {
    let kept = (try? keptAxes(rank: shape.count + 1)) ?? []
    return shape.indices.map { kept.contains($0 + 1) ? shape[$0] : 1 }
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    guard mean == nil, let shape = try? keptShape(of: inputs[0]) else { return [] }
    let moments = adapted.value
    return [
      ParameterSpecification(
        name: "mean", shape: shape, initializer: .zeros, isTrainable: false, value: moments?.mean),
      ParameterSpecification(
        name: "variance", shape: shape, initializer: .ones, isTrainable: false, value: moments?.variance),
      ParameterSpecification(name: "count", shape: [], initializer: .zeros, isTrainable: false),
    ]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let kept = (try? keptShape(of: call.shape)) ?? []
    let output = builder.value(shape: call.shape)
    builder.append(
      StandardizationForward(
        layer: call.name, kernel: standardization(of: call.shape, batch: builder.batch),
        moments: moments(of: call, shape: kept, builder), input: call.inputs[0].buffer, output: output.buffer))
    return output
  }

  private func standardization(of shape: [Int], batch: Int) -> Standardization {
    Standardization(shape: [batch] + shape, moments: [1] + momentShape(beside: shape), isInverse: invert)
  }

  private func moments(
    of call: LayerCall, shape: [Int], _ builder: PlanBuilder
  ) -> StandardizationForward.Moments {
    guard let mean, let variance else {
      return .weights(mean: builder.weight("mean", of: call), variance: builder.weight("variance", of: call))
    }
    return .given(mean: mean.repeated(to: shape), variance: variance.repeated(to: shape))
  }
}
