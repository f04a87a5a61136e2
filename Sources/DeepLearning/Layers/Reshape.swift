/// Gives the values of each example another shape, as `keras.layers.Reshape`. Nothing is computed or copied.
///
/// ## Shapes
/// [batch, …] → [batch] + `targetShape`
public struct Reshape: Layer {
  /// Extents without the batch; one may be −1 and follows from the others.
  public let targetShape: [Int]
  private let identity: LayerIdentity

  /// Makes a layer that gives `targetShape`.
  public init(_ targetShape: [Int], name: String? = nil) {
    self.targetShape = targetShape
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Reshape: ConfigurableLayer {
  static var typeName: String { "Reshape" }
  static var baseName: String { "reshape" }
  var settings: Settings { ["target_shape": .integers(targetShape)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(try settings.integers("target_shape"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let count = inputs[0].reduce(1, *)
    let known = targetShape.filter { $0 != -1 }
    guard !targetShape.isEmpty, known.allSatisfy({ $0 > 0 }), targetShape.count - known.count <= 1 else {
      throw LayerProblem("targetShape is \(targetShape)", needed: "positive extents, of which one may be -1")
    }
    // Extents from a file may be so large that their product is no number.
    let product = known.reduce(1 as Int?) { product, extent in product.flatMap { Self.product($0, extent) } }
    guard let product, known.count == targetShape.count ? product == count : count % product == 0 else {
      throw LayerProblem(
        "got an input of shape \(batchShape(inputs[0]))", needed: "\(count) values to fit targetShape \(targetShape)")
    }
    return targetShape.map { $0 == -1 ? count / product : $0 }
  }

  private static func product(_ left: Int, _ right: Int) -> Int? {
    let (product, overflows) = left.multipliedReportingOverflow(by: right)
    return overflows ? nil : product
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    Value(buffer: call.inputs[0].buffer, shape: call.shape)
  }
}
