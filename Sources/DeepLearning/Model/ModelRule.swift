/// A model as a node of another model's graph: its layers are lowered in place of the call.
struct ModelRule: NodeRule {
  let model: Model

  var typeName: String { model.kind.typeName }
  var baseName: String { model.kind.rawValue }
  var settings: Settings { ["graph": .text(model.network.configuration)] }
  var inputCounts: ClosedRange<Int> { model.inputs.count...model.inputs.count }
  var outputCount: Int { model.outputs.count }
  var isDescribed: Bool { model.network.isDescribed }

  func outputShapes(for inputs: [[Int]]) throws(LayerProblem) -> [[Int]] {
    let own = model.inputs.map(\.shape)
    guard inputs == own else {
      throw LayerProblem(
        "got an input of shape " + inputs.map(batchShape).joined(separator: ", "),
        needed: own.map(batchShape).joined(separator: ", "))
    }
    return model.outputs.map(\.shape)
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> [Value] {
    builder.lower(model.network, inputs: call.inputs, scope: call.name + "/")
  }
}

extension Model {
  /// Records a call of a model with several outputs.
  public func outputs(
    for inputs: some SymbolicTensors, file: String = #filePath, line: Int = #line
  ) -> [SymbolicTensor] {
    Node(operation, inputs: inputs.tensors, location: "\(file):\(line)").outputs
  }
}
