internal import Tensors

extension ONNXGraph {
  /// Appends an activation; a linear one is nothing.
  mutating func activate(_ value: ONNXValue, _ function: ActivationFunction, layer: String) -> ONNXValue {
    switch function {
    case .linear: value
    case .relu: append("Relu", value, layer: layer)
    case .leakyRelu: append("LeakyRelu", value, layer: layer, ["alpha": .float(0.2)])
    case .elu: append("Elu", value, layer: layer, ["alpha": .float(1)])
    case .gelu: gelu(value, layer: layer)
    case .silu: append("Mul", value, [append("Sigmoid", value, layer: layer).name], layer: layer)
    case .sigmoid: append("Sigmoid", value, layer: layer)
    case .tanh: append("Tanh", value, layer: layer)
    case .softmax: append("Softmax", value, layer: layer, ["axis": .integer(value.isChannelsFirst ? 1 : -1)])
    }
  }

  /// x / 2 · (1 + erf(x / √2))
  private mutating func gelu(_ value: ONNXValue, layer: String) -> ONNXValue {
    let root = scale(value, by: Float(0.5).squareRoot(), layer: layer)
    let share = append("Erf", root, layer: layer)
    let one = append("Add", share, [constant(Tensor([1]), "\(layer)/one")], layer: layer)
    return append("Mul", scale(value, by: 0.5, layer: layer), [one.name], layer: layer)
  }

  mutating func scale(_ value: ONNXValue, by factor: Float, layer: String) -> ONNXValue {
    append("Mul", value, [constant(Tensor([factor]), "\(layer)/factor")], layer: layer)
  }

  /// Multiplies each channel by a factor and adds a number to it.
  mutating func transform(
    _ value: ONNXValue, factors: Tensor<Float>, offsets: Tensor<Float>, layer: String
  ) -> ONNXValue {
    let scaled = append("Mul", value, [constant(factors, beside: value, "\(layer)/factors")], layer: layer)
    return append("Add", scaled, [constant(offsets, beside: value, "\(layer)/offsets")], layer: layer)
  }
}

extension Rescaling: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.transform(call.input, factors: Tensor([scale]), offsets: Tensor([offset]), layer: call.layer)
  }
}

extension BatchNormalization: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let (mean, variance) = (try call.weight("moving_mean"), try call.weight("moving_variance"))
    let gamma = call.weights["gamma"] ?? Tensor(mean.shape, repeating: 1)
    let beta = call.weights["beta"] ?? Tensor(zeros: mean.shape)
    if call.shape.count == 1 || call.input.isImage {
      let weights = [("gamma", gamma), ("beta", beta), ("mean", mean), ("variance", variance)]
        .map { graph.constant($0.1, "\(call.layer)/\($0.0)") }
      return graph.append(
        "BatchNormalization", graph.channelsFirst(call.input), weights, layer: call.layer,
        ["epsilon": .float(Float(epsilon))])
    }
    let factors = zip(gamma.elements, variance.elements).map { $0 / ($1 + Float(epsilon)).squareRoot() }
    let offsets = zip(zip(beta.elements, mean.elements), factors).map { $0.0 - $0.1 * $1 }
    return graph.transform(
      call.input, factors: Tensor(factors), offsets: Tensor(offsets), layer: call.layer)
  }
}

extension Normalization: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let deviations = try moments(variance, "variance", of: call).map { max($0.squareRoot(), 1e-7) }
    let mean = graph.constant(try moments(mean, "mean", of: call), beside: call.input, "\(call.layer)/mean")
    let scale = graph.constant(deviations, beside: call.input, "\(call.layer)/deviation")
    let steps = invert ? [("Mul", scale), ("Add", mean)] : [("Sub", mean), ("Div", scale)]
    return steps.reduce(call.input) { graph.append($1.0, $0, [$1.1], layer: call.layer) }
  }

  /// Moments that were given, or else the weight, with the extents of the input or 1.
  private func moments(
    _ given: Tensor<Float>?, _ name: String, of call: ONNXCall
  ) throws(LayerProblem) -> Tensor<Float> {
    let shape = momentShape(beside: call.shape)
    guard let given else { return try call.weight(name).reshaped(shape) }
    return Tensor(shape, given.repeated(to: try keptShape(of: call.shape)))
  }
}

// MARK: - Several inputs

extension ONNXGraph {
  /// The inputs of a call, brought to one order of axes and one rank: shorter shapes begin with axes of extent 1.
  mutating func aligned(_ call: ONNXCall) -> [ONNXValue] {
    let rank = call.shape.count
    let isOneRank = call.inputs.allSatisfy { $0.shape.count == rank }
    guard !isOneRank else { return call.inputs.map { inOrder(of: call.input, $0) } }
    return call.inputs.map { value in
      let shape = [Int](repeating: 1, count: rank - value.shape.count) + value.shape
      return reshape(channelsLast(value), to: shape, layer: call.layer)
    }
  }

  /// Joins the inputs of a call one after another.
  mutating func merge(_ call: ONNXCall, by type: String) -> ONNXValue {
    let inputs = aligned(call)
    return inputs.dropFirst().reduce(inputs[0]) { result, value in
      append(type, result, [value.name], shape: call.shape, layer: call.layer)
    }
  }
}

extension Add: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { graph.merge(call, by: "Add") }
}

extension Subtract: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { graph.merge(call, by: "Sub") }
}

extension Multiply: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { graph.merge(call, by: "Mul") }
}

extension Maximum: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { graph.merge(call, by: "Max") }
}

extension Minimum: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { graph.merge(call, by: "Min") }
}

extension Average: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.scale(graph.merge(call, by: "Add"), by: 1 / Float(call.inputs.count), layer: call.layer)
  }
}
