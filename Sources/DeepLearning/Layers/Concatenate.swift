internal import Kernels

/// Lays tensors side by side along one axis, as `keras.layers.Concatenate`.
///
/// ## Shapes
/// inputs that agree on all other axes → the same, with the sum of the extents along the axis
public struct Concatenate: Layer {
  /// The axis along which tensors are joined, the batch being axis 0; −1 is the last.
  public let axis: Int
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Concatenate()([left, right])`.
  public init(axis: Int = -1, name: String? = nil) {
    self.axis = axis
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Concatenate: ConfigurableLayer {
  static var typeName: String { "Concatenate" }
  static var baseName: String { "concatenate" }
  var settings: Settings { ["axis": .integer(axis)] }
  var inputCounts: ClosedRange<Int> { 1...Int.max }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(axis: try settings.integer("axis", default: -1), name: name)
  }

  /// The axis among those without the batch.
  private func place(in shape: [Int]) -> Int { axis < 0 ? axis + shape.count : axis - 1 }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    var shape = inputs[0]
    let place = place(in: shape)
    guard shape.indices.contains(place) else {
      throw LayerProblem("axis is \(axis)", needed: "an axis of \(batchShape(shape)) other than the batch")
    }
    for input in inputs.dropFirst() {
      var other = input
      guard other.count == shape.count else { throw mismatch(inputs) }
      other[place] = shape[place]
      guard other == shape else { throw mismatch(inputs) }
      shape[place] += input[place]
    }
    return shape
  }

  private func mismatch(_ inputs: [[Int]]) -> LayerProblem {
    LayerProblem(
      "got inputs of shapes " + inputs.map(batchShape).joined(separator: ", "),
      needed: "equal extents on every axis but \(axis)")
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard call.inputs.count > 1 else { return call.inputs[0] }
    let place = place(in: call.shape)
    let output = builder.value(shape: call.shape)
    let kernel = Joining(
      rows: call.shape[..<place].reduce(builder.batch, *),
      widths: call.inputs.map { $0.shape[place...].reduce(1, *) })
    builder.append(
      JoiningForward(layer: call.name, kernel: kernel, inputs: call.inputs.map(\.buffer), output: output.buffer))
    return output
  }
}
