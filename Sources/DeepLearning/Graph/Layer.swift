/// A configured layer, such as `Conv2D(filters: 32, kernelSize: 3)`, that can be called on symbolic tensors.
///
/// A layer is a value; a copy of it, or a second call, shares its weights. The weights come into being when the first
/// model is made of a graph that holds the layer.
public protocol Layer {
  /// The layer as the graph sees it.
  var operation: LayerOperation { get }
}

extension Layer {
  /// Records a call of the layer. Mistakes in shapes are kept and thrown by `Model(inputs:outputs:)`.
  public func callAsFunction(_ input: SymbolicTensor, file: String = #filePath, line: Int = #line) -> SymbolicTensor {
    SymbolicTensor(node: Node(operation, inputs: [input], location: "\(file):\(line)"))
  }

  /// Records a call of the layer on several tensors, as `Add()([left, right])`. Mistakes are kept and thrown by
  /// `Model(inputs:outputs:)`.
  public func callAsFunction(_ inputs: [SymbolicTensor], file: String = #filePath, line: Int = #line) -> SymbolicTensor
  {
    SymbolicTensor(node: Node(operation, inputs: inputs, location: "\(file):\(line)"))
  }

  /// Whether training changes the layer's weights; true at first. Shared by every model that holds the layer. Of a model,
  /// setting it sets it in all its layers, as in Keras.
  public var trainable: Bool {
    get { operation.identity.isTrainable }
    nonmutating set { operation.identity.isTrainable = newValue }
  }
}

/// What a layer computes together with the identity that its calls share. Made by layers only.
public struct LayerOperation {
  let rule: any NodeRule
  let identity: LayerIdentity
}

/// What all calls and copies of one layer share: its name and its weights. A class, because identity is its purpose.
public final class LayerIdentity {
  /// The name that the author gave, if any.
  let requestedName: String?
  /// The name in models; set when the first model is made.
  var name: String?
  /// The layers of a model that is called like a layer; empty for others.
  let nested: [LayerIdentity]
  private(set) var parameters: [Parameter] = []
  private(set) var isBuilt = false
  var isTrainable = true {
    didSet { for layer in nested { layer.isTrainable = isTrainable } }
  }

  /// The layer's weights, or those of all layers of a model.
  var allParameters: [Parameter] { nested.isEmpty ? parameters : nested.flatMap(\.allParameters) }

  init(name: String?, nested: [LayerIdentity] = []) {
    requestedName = name
    self.nested = nested
  }

  /// Makes the weights; the layer has its name by now.
  func build(_ specifications: [ParameterSpecification], seed: UInt64) {
    parameters = specifications.map { Parameter($0, of: self, named: name ?? "", seed: seed) }
    isBuilt = true
  }
}
