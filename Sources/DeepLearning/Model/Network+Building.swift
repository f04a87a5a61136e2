extension Network {
  /// - Throws: `DeepLearningError` with the first mistake that a layer found when it was called.
  func checkShapes() throws(DeepLearningError) {
    for node in nodes where node.isFirstMistake {
      if case .failure(let problem) = node.shapes { throw DeepLearningError(problem, in: node) }
    }
  }

  /// Makes the weights of layers that have none yet: drawn, or zero.
  ///
  /// - Throws: `DeepLearningError` when a layer that already has weights is called on an input they do not fit.
  func makeParameters(seed: UInt64, draws: Bool) throws(DeepLearningError) {
    for node in computed {
      let specifications = node.layer.rule.parameters(for: node.inputs.map(\.shape))
      if node.layer.identity.isBuilt {
        try check(node, fits: specifications)
      } else {
        node.layer.identity.build(draws ? specifications : specifications.map(\.startingAtZero), seed: seed)
      }
    }
  }

  private func check(_ node: Node, fits specifications: [ParameterSpecification]) throws(DeepLearningError) {
    for (parameter, specification) in zip(node.layer.identity.parameters, specifications)
    where parameter.shape != specification.shape {
      let problem = LayerProblem(
        "is shared and got an input of shape \(batchShape(node.inputs[0].shape))",
        needed: "one that fits its \(parameter.name) of shape \(parameter.shape)")
      throw DeepLearningError(problem, in: node)
    }
  }
}

extension ParameterSpecification {
  /// The weight without a draw.
  fileprivate var startingAtZero: ParameterSpecification {
    var specification = self
    specification.initializer = .zeros
    return specification
  }
}

extension DeepLearningError {
  /// The problem under the name that the layer has in its model.
  init(_ problem: LayerProblem, in node: Node) {
    let rule = node.layer.rule
    self.init(
      "\(node.layer.identity.name ?? rule.baseName) (\(rule.typeName))", problem.found, expected: problem.needed,
      hint: problem.hint, location: node.location)
  }
}
