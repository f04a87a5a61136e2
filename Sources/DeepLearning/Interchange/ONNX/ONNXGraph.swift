internal import Tensors

/// A value of an ONNX graph.
struct ONNXValue: Hashable {
  let name: String
  /// Extents without the batch as the layers see them: an image is [height, width, channels].
  let shape: [Int]
  /// Whether an image lies in memory as [batch, channels, height, width], which spatial operators want.
  var isChannelsFirst = false

  var isImage: Bool { shape.count == 3 }
}

/// A graph of ONNX operators in the making.
///
/// Images are turned to channels first where an operator wants it and stay so until something wants them as they were: values
/// that have been turned once are not turned again, nor turned back.
struct ONNXGraph {
  private(set) var nodes: [ONNXNode] = []
  private(set) var constants: [ONNXConstant] = []
  private var taken = Set<String>()
  /// The same value in the other order of axes.
  private var turned: [ONNXValue: ONNXValue] = [:]

  /// A name that nothing in the graph bears.
  mutating func newName(_ wanted: String) -> String {
    var (name, number) = (wanted, 0)
    while !taken.insert(name).inserted {
      number += 1
      name = "\(wanted)_\(number)"
    }
    return name
  }

  /// Appends an operator and gives the name of its output.
  mutating func append(
    _ type: String, _ inputs: [String], layer: String, _ attributes: KeyValuePairs<String, ONNXAttribute> = [:]
  ) -> String {
    let name = newName("\(layer)/\(type)")
    nodes.append(ONNXNode(name: name, type: type, inputs: inputs, output: name, attributes: attributes))
    return name
  }

  /// Appends an operator whose output is of the input's kind.
  mutating func append(
    _ type: String, _ value: ONNXValue, _ others: [String] = [], shape: [Int]? = nil, layer: String,
    _ attributes: KeyValuePairs<String, ONNXAttribute> = [:]
  ) -> ONNXValue {
    let name = append(type, [value.name] + others, layer: layer, attributes)
    return ONNXValue(name: name, shape: shape ?? value.shape, isChannelsFirst: value.isChannelsFirst)
  }

  /// Ends the graph in a value under a name of its own.
  mutating func end(_ value: ONNXValue, as wanted: String) -> ONNXEnd {
    let name = newName(wanted)
    let last = channelsLast(value)
    nodes.append(ONNXNode(name: name, type: "Identity", inputs: [last.name], output: name, attributes: [:]))
    return ONNXEnd(name: name, shape: value.shape)
  }

  // MARK: - Constants

  mutating func constant(_ tensor: Tensor<Float>, _ wanted: String) -> String {
    constants.append(ONNXConstant(name: newName(wanted), tensor))
    return constants[constants.count - 1].name
  }

  mutating func constant(_ values: [Int], _ wanted: String) -> String {
    constants.append(ONNXConstant(name: newName(wanted), integers: values))
    return constants[constants.count - 1].name
  }

  /// A number for each place of the last axis of `value`, or one for all, or a tensor of the value's rank whose extents are
  /// the value's or 1: as it lies beside the value.
  mutating func constant(_ tensor: Tensor<Float>, beside value: ONNXValue, _ wanted: String) -> String {
    guard value.isChannelsFirst else { return constant(tensor, wanted) }
    let turned = tensor.rank == 1 ? tensor.reshaped([-1, 1, 1]) : tensor.transposed([2, 0, 1])
    return constant(turned, wanted)
  }

  // MARK: - Order of axes

  /// An image with its channels first; other values as they are.
  mutating func channelsFirst(_ value: ONNXValue) -> ONNXValue {
    value.isImage && !value.isChannelsFirst ? turn(value, [0, 3, 1, 2]) : value
  }

  /// A value with its axes in the order of the layers.
  mutating func channelsLast(_ value: ONNXValue) -> ONNXValue {
    value.isChannelsFirst ? turn(value, [0, 2, 3, 1]) : value
  }

  /// A value with its axes in the same order as another's.
  mutating func inOrder(of other: ONNXValue, _ value: ONNXValue) -> ONNXValue {
    other.isChannelsFirst ? channelsFirst(value) : channelsLast(value)
  }

  private mutating func turn(_ value: ONNXValue, _ axes: [Int]) -> ONNXValue {
    if let known = turned[value] { return known }
    let name = append("Transpose", [value.name], layer: value.name, ["perm": .integers(axes)])
    let result = ONNXValue(name: name, shape: value.shape, isChannelsFirst: !value.isChannelsFirst)
    turned[value] = result
    turned[result] = value
    return result
  }
}
