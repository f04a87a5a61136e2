public import Tensors

/// A layer of a model: its name, its weights, and what it gives.
public struct ModelLayer {
  let identity: LayerIdentity
  let calls: [Node]

  /// The name in the model, such as `conv2d_1`.
  public var name: String { identity.name ?? "" }
  /// Keras' name of the kind of layer, such as `Conv2D`.
  public var typeName: String { calls.first?.layer.rule.typeName ?? "" }
  /// What the layer gives where it is first called: `Model(inputs: model.inputs, outputs: layer.output)` computes it.
  public var output: SymbolicTensor { SymbolicTensor(node: calls[0]) }
  /// What the layer is first called on.
  public var inputs: [SymbolicTensor] { calls[0].inputs }
  /// The model, if the layer is one.
  public var model: Model? { (calls.first?.layer.rule as? ModelRule)?.model }
  /// Extents of the output without the batch.
  public var outputShape: [Int] { output.shape }
  /// The weights in Keras' order; of a nested model those of all its layers.
  public var parameters: [Parameter] { identity.allParameters }
  /// Number of the weights' elements.
  public var parameterCount: Int { parameters.map(\.count).reduce(0, +) }
  /// The settings that decide what the layer computes.
  public var configuration: String { calls.first?.layer.rule.settings.description ?? "" }

  /// Whether training changes the layer's weights. Shared by every model that holds the layer.
  public var trainable: Bool {
    get { identity.isTrainable }
    nonmutating set { identity.isTrainable = newValue }
  }

  /// The kernel: [kernelHeight, kernelWidth, channels, filters] of a convolution, [inputs, units] of a dense layer.
  ///
  /// - Throws: `DeepLearningError` if the layer has none.
  public var kernel: Tensor<Float> {
    get throws(DeepLearningError) { try parameter(named: "kernel").value }
  }

  /// The bias: [filters] or [units].
  ///
  /// - Throws: `DeepLearningError` if the layer has none.
  public var bias: Tensor<Float> {
    get throws(DeepLearningError) { try parameter(named: "bias").value }
  }

  /// All weights in order.
  public var weights: [Tensor<Float>] { parameters.map(\.value) }

  /// Replaces the kernel.
  ///
  /// - Throws: `DeepLearningError` if the layer has none or the shape differs.
  public func setKernel(_ value: Tensor<Float>) throws(DeepLearningError) { try set("kernel", value) }

  /// Replaces the bias.
  ///
  /// - Throws: `DeepLearningError` if the layer has none or the shape differs.
  public func setBias(_ value: Tensor<Float>) throws(DeepLearningError) { try set("bias", value) }

  /// Replaces all weights.
  ///
  /// - Throws: `DeepLearningError` if their number or a shape differs; then nothing is replaced.
  public func setWeights(_ values: [Tensor<Float>]) throws(DeepLearningError) {
    try parameters.replace(by: values, in: name)
  }

  private func set(_ name: String, _ value: Tensor<Float>) throws(DeepLearningError) {
    try [parameter(named: name)].replace(by: [value], in: self.name)
  }

  private func parameter(named wanted: String) throws(DeepLearningError) -> Parameter {
    guard let parameter = parameters.first(where: { $0.name == wanted }) else {
      let names = parameters.map(\.name)
      throw DeepLearningError(
        "\(name) (\(typeName))", "has no \(wanted)",
        expected: names.isEmpty ? "a layer with weights" : "one of " + names.joined(separator: ", "))
    }
    return parameter
  }
}

extension [Parameter] {
  /// Replaces the values of all parameters or, if anything does not fit, of none.
  func replace(by values: [Tensor<Float>], in place: String) throws(DeepLearningError) {
    guard values.count == count else {
      throw DeepLearningError(place, "got \(values.count) weights", expected: "\(count)")
    }
    for (parameter, value) in zip(self, values) where parameter.shape != value.shape {
      throw DeepLearningError(parameter.path, "got a tensor of shape \(value.shape)", expected: "\(parameter.shape)")
    }
    for (parameter, value) in zip(self, values) { parameter.value = value }
  }
}
