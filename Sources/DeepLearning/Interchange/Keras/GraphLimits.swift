/// What a model from a file may have at most, so that a small hostile file cannot ask for endless memory or work.
struct GraphLimits {
  /// Models within models.
  static let mostModels = 16
  /// Layers, and calls of layers, of one model: what comes after a chain of them is found by recursion.
  static let mostLayers = 4096
  /// An extent, a factor or a count in a layer's settings.
  static let mostExtent = 1 << 24
  /// Values that one layer gives for one example.
  static let mostValues = 1 << 32
  /// Calls once those of nested models are put in their place.
  static let mostCalls = 1 << 17

  /// Elements of weights that the file holds.
  let mostWeights: Int
  private var weights = 0
  private var counted = Set<ObjectIdentifier>()
  /// Calls that a nested model stands for.
  private var calls: [ObjectIdentifier: Int] = [:]

  init(mostWeights: Int) { self.mostWeights = mostWeights }

  /// Settings whose numbers are no extents.
  private static let free: Set<String> = ["seed", "shared_object_id"]

  /// - Throws: a problem naming a setting that holds an absurd number.
  static func check(_ config: [String: SettingValue]) throws(LayerProblem) {
    for (name, value) in config.sorted(by: { $0.key < $1.key }) where !free.contains(name) {
      try check(value, named: name)
    }
    let target = config["target_shape"]?.list ?? []
    guard product(target.compactMap(\.integer).filter { $0 != -1 }) != nil else {
      throw LayerProblem("target_shape is \(SettingValue.list(target))", needed: "at most \(mostValues) values")
    }
  }

  private static func check(_ value: SettingValue, named name: String) throws(LayerProblem) {
    switch value {
    case .integer(let number) where number.magnitude > UInt(mostExtent):
      throw LayerProblem("\(name) holds \(number)", needed: "at most \(mostExtent)")
    case .list(let values): for value in values { try check(value, named: name) }
    case .object(let members): try check(members)
    default: break
    }
  }

  /// Product of extents; nil if it is not positive or absurd.
  private static func product(_ shape: [Int]) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      guard !overflows, product > 0, product <= mostValues else { return nil }
      count = product
    }
    return count
  }

  // MARK: - Calls

  /// Counts what a call adds.
  ///
  /// - Throws: a problem if a shape or the number of weights is absurd.
  mutating func admit(_ node: Node) throws(LayerProblem) {
    for shape in try node.shapes.get() where Self.product(shape) == nil {
      throw LayerProblem("gives a shape of \(batchShape(shape))", needed: "at most \(Self.mostValues) values")
    }
    guard counted.insert(ObjectIdentifier(node.layer.identity)).inserted else { return }
    let shapes = node.inputs.map(\.shape)
    for specification in node.layer.rule.parameters(for: shapes) {
      weights += Self.product(specification.shape) ?? Self.mostValues
      guard weights <= mostWeights else {
        throw LayerProblem(
          "needs a \(specification.name) of shape \(specification.shape)",
          needed: "no more weights than the file holds, which are \(mostWeights)")
      }
    }
  }

  /// Counts the calls that a model stands for.
  ///
  /// - Throws: a problem if they are absurdly many.
  mutating func admit(_ network: [Node], as layer: LayerIdentity) throws(LayerProblem) {
    var total = 0
    for node in network { total += calls[ObjectIdentifier(node.layer.identity), default: 1] }
    guard total <= Self.mostCalls else {
      throw LayerProblem("stands for \(total) calls of layers", needed: "at most \(Self.mostCalls)")
    }
    calls[ObjectIdentifier(layer)] = total
  }
}
