/// Where in a file's graph something is: the file, the models from the outermost on, and a layer.
struct GraphPlace {
  let file: String
  private(set) var models: [String] = []
  private(set) var layer: String?

  init(file: String) { self.file = file }

  /// How many models lie round the place.
  var depth: Int { models.count }

  /// The place of a model's content.
  func within(_ model: String) -> GraphPlace {
    var place = self
    place.models.append(model)
    place.layer = nil
    return place
  }

  /// The place of a layer.
  func layer(_ name: String, _ typeName: String) -> GraphPlace {
    var place = self
    place.layer = "layer '\(name)' (\(typeName))"
    return place
  }

  /// Such as `layer 'dense' (Dense) in model/nested`.
  var description: String {
    let model = models.joined(separator: "/")
    guard let layer else { return models.isEmpty ? "model" : "model '\(model)'" }
    return models.isEmpty ? layer : "\(layer) in \(model)"
  }

  func error(_ problem: String, expected: String? = nil, hint: String? = nil) -> DeepLearningError {
    DeepLearningError("\(file): \(description)", problem, expected: expected, hint: hint)
  }

  func error(_ problem: LayerProblem) -> DeepLearningError {
    error(problem.found, expected: problem.needed, hint: problem.hint)
  }
}
