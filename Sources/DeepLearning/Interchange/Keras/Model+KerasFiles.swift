internal import HDF5

extension Model {
  /// Writes the model, its graph and its weights, to a `.keras` file that Keras 3 and `Model(contentsOf:)` load.
  ///
  /// What the model was compiled with is not part of the file. The file is replaced as a whole or not at all, and equal models
  /// give equal bytes.
  /// - Throws: `DeepLearningError` naming a layer that has no form in Keras' files, such as `Lambda`, and its place in the graph;
  ///   or the file if it cannot be written.
  public func save(to path: String) throws(DeepLearningError) {
    var writer = GraphWriter()
    let object = try writer.object(of: self, at: GraphPlace(file: path))
    try KerasArchive(config: .object(object), weights: KerasWeightLayout(self).file).write(to: path)
  }

  /// Loads a model from a `.keras` file that Keras 3 or `save(to:)` wrote: Functional or Sequential, with shared layers and
  /// models within models.
  ///
  /// The model is not compiled: call `compile` before training it. Optimizer and its state are passed over.
  /// - Parameters:
  ///   - path: the file to read.
  ///   - seed: decides the order of examples and dropout; see `Model(inputs:outputs:name:seed:)`.
  /// - Throws: `DeepLearningError` naming the file and what is wrong: a layer or an option that Quire lacks with its place in the
  ///   graph, such as `layer 'x' (Lambda) in model/nested`; a graph with a cycle or a missing input; a weight that is missing,
  ///   too many or misshapen with both shapes; damage.
  public convenience init(contentsOf path: String, seed: UInt64? = nil) throws(DeepLearningError) {
    let archive = try KerasArchive(contentsOf: path)
    let place = GraphPlace(file: path)
    var reader = GraphReader(seed: seed, limits: GraphLimits(mostWeights: archive.weights.elementCount))
    let graph = try reader.graph(archive.config, at: place)
    try self.init(graph, seed: seed)
    try reader.admit(self, at: place.within(graph.name))
    try replaceWeights(archive.weights, place: "\(path): \(KerasNames.weights)")
  }
}

extension HDF5Group {
  /// Numbers in all arrays.
  fileprivate var elementCount: Int { allArrays.map { $0.array.shape.reduce(1, *) }.reduce(0, +) }
}
