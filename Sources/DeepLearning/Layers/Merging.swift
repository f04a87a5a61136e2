internal import Kernels

/// What layers have in common that join tensors element by element: an axis of extent 1 is repeated, and where ranks differ the
/// shorter shape is filled up with axes of extent 1 after the batch, as in Keras.
protocol Merging: ConfigurableLayer {
  /// What joins the first two, their result and the third, and so on.
  static var function: Combination.Function { get }

  init(name: String?)
}

extension Merging {
  var settings: Settings { [:] }
  var inputCounts: ClosedRange<Int> { 1...Int.max }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) { self.init(name: name) }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    var shape = inputs[0]
    for input in inputs.dropFirst() {
      let (left, right) = aligned(shape, input)
      guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
        throw LayerProblem(
          "got inputs of shapes " + inputs.map(batchShape).joined(separator: ", "),
          needed: "extents that are equal or 1 on every axis")
      }
      shape = zip(left, right).map { max($0, $1) }
    }
    return shape
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value { merge(call, in: &builder) }

  /// Joins the inputs one after another; one alone is the result.
  func merge(_ call: LayerCall, in builder: inout PlanBuilder) -> Value {
    var result = call.inputs[0]
    for input in call.inputs.dropFirst() {
      result = builder.combine(result, input, by: Self.function, layer: call.name)
    }
    return result
  }
}

/// Two shapes without the batch at equal rank: the shorter begins with axes of extent 1.
private func aligned(_ left: [Int], _ right: [Int]) -> (left: [Int], right: [Int]) {
  let rank = max(left.count, right.count)
  let fill = { (shape: [Int]) in [Int](repeating: 1, count: rank - shape.count) + shape }
  return (fill(left), fill(right))
}

extension PlanBuilder {
  /// Joins two values element by element.
  fileprivate mutating func combine(
    _ left: Value, _ right: Value, by function: Combination.Function, layer: String
  ) -> Value {
    let shapes = aligned(left.shape, right.shape)
    let output = value(shape: zip(shapes.left, shapes.right).map { max($0, $1) })
    append(
      CombinationForward(
        layer: layer, function: function, left: .init(buffer: left.buffer, shape: [batch] + shapes.left),
        right: .init(buffer: right.buffer, shape: [batch] + shapes.right), output: output.buffer))
    return output
  }
}
