extension ONNXGraph {
  /// Gives a value whose axes are in the layers' order another shape.
  mutating func reshape(_ value: ONNXValue, to shape: [Int], layer: String) -> ONNXValue {
    guard value.shape != shape else { return value }
    // 0 stands for the input's own extent: the batch.
    let target = constant([0] + shape, "\(layer)/shape")
    return ONNXValue(name: append("Reshape", [value.name, target], layer: layer), shape: shape)
  }
}

extension Flatten: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.reshape(graph.channelsLast(call.input), to: call.shape, layer: call.layer)
  }
}

extension Reshape: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    graph.reshape(graph.channelsLast(call.input), to: call.shape, layer: call.layer)
  }
}

extension Concatenate: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let inputs = call.inputs.map { graph.inOrder(of: call.input, $0) }
    let rank = call.shape.count + 1
    let place = axis < 0 ? axis + rank : axis
    let onnxPlace = call.input.isChannelsFirst ? [0, 2, 3, 1][place] : place
    return graph.append(
      "Concat", inputs[0], inputs.dropFirst().map(\.name), shape: call.shape, layer: call.layer,
      ["axis": .integer(onnxPlace)])
  }
}

extension Dense: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let kernel = graph.constant(try call.weight("kernel"), "\(call.layer)/kernel")
    let bias = call.weights["bias"].map { graph.constant($0, "\(call.layer)/bias") }
    let sums = product(call, kernel, bias, in: &graph)
    return graph.activate(sums, activation, layer: call.layer)
  }

  private func product(_ call: ONNXCall, _ kernel: String, _ bias: String?, in graph: inout ONNXGraph) -> ONNXValue {
    let input = graph.channelsLast(call.input)
    guard input.shape.count > 1 else {
      return graph.append("Gemm", input, [kernel] + (bias.map { [$0] } ?? []), shape: call.shape, layer: call.layer)
    }
    let product = graph.append("MatMul", input, [kernel], shape: call.shape, layer: call.layer)
    guard let bias else { return product }
    return graph.append("Add", product, [bias], layer: call.layer)
  }
}
