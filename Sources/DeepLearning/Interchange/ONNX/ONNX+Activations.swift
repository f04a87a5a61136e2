internal import Tensors

extension Activation: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.activate(call.input, function, layer: call.layer)
  }
}

extension Softmax: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.activate(call.input, .softmax, layer: call.layer)
  }
}

extension ELU: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.append("Elu", call.input, layer: call.layer, ["alpha": .float(Float(alpha))])
  }
}

extension LeakyReLU: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.rectify(call.input, slope: Float(negativeSlope), layer: call.layer)
  }
}

extension ReLU: ONNXLayer {
  /// What lies below the threshold is at most 0, so that the limit may be applied to all values at the end.
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let slope = Float(negativeSlope)
    let rectified =
      threshold > 0
      ? graph.rectify(call.input, slope: slope, threshold: Float(threshold), layer: call.layer)
      : graph.rectify(call.input, slope: slope, layer: call.layer)
    guard let maxValue else { return rectified }
    let limit = graph.constant(Tensor([Float(maxValue)]), "\(call.layer)/max_value")
    return graph.append("Min", rectified, [limit], layer: call.layer)
  }
}

extension ONNXGraph {
  /// x where positive, else slope · x
  fileprivate mutating func rectify(_ value: ONNXValue, slope: Float, layer: String) -> ONNXValue {
    slope > 0
      ? append("LeakyRelu", value, layer: layer, ["alpha": .float(slope)]) : append("Relu", value, layer: layer)
  }

  /// x where above the threshold, else slope · (x − threshold)
  fileprivate mutating func rectify(
    _ value: ONNXValue, slope: Float, threshold: Float, layer: String
  ) -> ONNXValue {
    let limit = constant(Tensor([threshold]), "\(layer)/threshold")
    let isAbove = append("Greater", value, [limit], layer: layer)
    let below = scale(append("Sub", value, [limit], layer: layer), by: slope, layer: layer)
    return append("Where", isAbove, [value.name, below.name], layer: layer)
  }
}
