internal import Tensors

/// The parts of an ONNX file. Numbers of fields and types: onnx/onnx.proto of ONNX 1.12 (IR version 8).
protocol ONNXMessage {
  var message: ProtobufMessage { get }
}

/// One operator and the names of its values.
struct ONNXNode: ONNXMessage {
  let name: String
  let type: String
  let inputs: [String]
  let output: String
  let attributes: KeyValuePairs<String, ONNXAttribute>

  var message: ProtobufMessage {
    var message = ProtobufMessage()
    for input in inputs { message.add(1, input) }
    message.add(2, output)
    message.add(3, name)
    message.add(4, type)
    for (name, attribute) in attributes { message.add(5, attribute.message(named: name)) }
    return message
  }
}

/// A setting of an operator.
enum ONNXAttribute {
  case integer(Int)
  case integers([Int])
  case float(Float)
  case text(String)

  func message(named name: String) -> ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, name)
    switch self {
    case .float(let value):
      message.add(2, value)
      message.add(20, 1)
    case .integer(let value):
      message.add(3, value)
      message.add(20, 2)
    case .text(let value):
      message.add(4, value)
      message.add(20, 3)
    case .integers(let values):
      for value in values { message.add(8, value) }
      message.add(20, 7)
    }
    return message
  }
}

/// A constant.
struct ONNXConstant: ONNXMessage {
  private enum ElementType: Int {
    case float = 1
    case int64 = 7
  }

  let name: String
  private let shape: [Int]
  private let type: ElementType
  private let bytes: [UInt8]

  init(name: String, _ tensor: Tensor<Float>) {
    (self.name, shape, type) = (name, tensor.shape, .float)
    bytes = Safetensors.Array(tensor).bytes
  }

  init(name: String, integers: [Int]) {
    (self.name, shape, type) = (name, [integers.count], .int64)
    bytes = integers.flatMap { value in
      (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bitPattern: Int64(value)) >> UInt64(8 * $0)) }
    }
  }

  /// Number of the elements' bytes.
  var byteCount: Int { bytes.count }

  var message: ProtobufMessage {
    var message = ProtobufMessage()
    for extent in shape { message.add(1, extent) }
    message.add(2, type.rawValue)
    message.add(8, name)
    message.add(9, bytes)
    return message
  }
}

/// An input or an output of the graph: floats, the first axis being the batch.
struct ONNXEnd: ONNXMessage {
  let name: String
  let shape: [Int]

  var message: ProtobufMessage {
    var extents = ProtobufMessage()
    var batch = ProtobufMessage()
    batch.add(2, "batch")
    extents.add(1, batch)
    for extent in shape {
      var dimension = ProtobufMessage()
      dimension.add(1, extent)
      extents.add(1, dimension)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, 1)
    tensor.add(2, extents)
    var type = ProtobufMessage()
    type.add(1, tensor)
    var message = ProtobufMessage()
    message.add(1, name)
    message.add(2, type)
    return message
  }
}

/// A whole file.
struct ONNXFile: ONNXMessage {
  static let operatorSet = 17
  private static let version = 8

  let name: String
  let nodes: [ONNXNode]
  let constants: [ONNXConstant]
  let inputs: [ONNXEnd]
  let outputs: [ONNXEnd]

  var message: ProtobufMessage {
    var operators = ProtobufMessage()
    operators.add(1, "")
    operators.add(2, Self.operatorSet)
    var message = ProtobufMessage()
    message.add(1, Self.version)
    message.add(2, "Quire")
    message.add(7, graph)
    message.add(8, operators)
    return message
  }

  private var graph: ProtobufMessage {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node.message) }
    graph.add(2, name)
    for constant in constants { graph.add(5, constant.message) }
    for input in inputs { graph.add(11, input.message) }
    for output in outputs { graph.add(12, output.message) }
    return graph
  }
}
