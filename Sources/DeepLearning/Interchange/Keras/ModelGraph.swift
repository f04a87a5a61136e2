/// What a model is made of.
struct ModelGraph {
  let kind: ModelKind
  let name: String
  let inputs: [SymbolicTensor]
  let outputs: [SymbolicTensor]
  let isTrainable: Bool
}

extension Model {
  /// Makes the model of a graph; its weights are zero until they are loaded.
  convenience init(_ graph: ModelGraph, seed: UInt64?) throws(DeepLearningError) {
    try self.init(
      graph.kind, inputs: graph.inputs, outputs: graph.outputs, name: graph.name, seed: seed, drawsWeights: false)
    if !graph.isTrainable { trainable = false }
  }
}
