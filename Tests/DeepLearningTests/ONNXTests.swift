import DeepLearning
import Foundation
import Testing

/// ONNX files, taken apart by a small reader of protocol buffers. That onnxruntime computes the same with them is checked by
/// `Tests/Interchange`.
struct ONNXTests {
  private func file(_ model: Model) throws -> WireMessage {
    try withTemporaryFolder { folder in
      try model.exportONNX(to: folder + "m.onnx")
      return WireMessage([UInt8](try Data(contentsOf: URL(filePath: folder + "m.onnx"))))
    }
  }

  private func operators(_ model: Model) throws -> [String] {
    try #require(try file(model).messages(7).first).messages(1).map { $0.texts(4).first ?? "" }
  }

  @Test func theFileHasItsVersionsAndTheGraphsEnds() throws {
    let x = Input(shape: [5, 4, 2], name: "image")
    let model = try Model(inputs: x, outputs: Conv2D(filters: 3, kernelSize: 3, name: "maps")(x), name: "small")
    let file = try file(model)
    #expect(file.integers(1) == [8])
    #expect(try #require(file.messages(8).first).integers(2) == [17])
    let graph = try #require(file.messages(7).first)
    #expect(graph.texts(2) == ["small"])
    #expect(graph.messages(11).map { $0.texts(1) } == [["image"]])
    #expect(graph.messages(12).map { $0.texts(1) } == [["maps"]])
    let extents = graph.messages(12)[0].messages(2)[0].messages(1)[0].messages(2)[0].messages(1)
    #expect(extents.map { $0.integers(1) } == [[], [3], [2], [3]])
    #expect(extents[0].texts(2) == ["batch"])
    let constants = graph.messages(5)
    #expect(constants.map { $0.texts(8) } == [["maps/kernel"], ["maps/bias"]])
    #expect(constants[0].integers(1) == [3, 2, 3, 3])
    #expect(constants[0].contents(9).first?.count == 216)
  }

  @Test func imagesAreTurnedOnceAtEitherEnd() throws {
    let x = Input(shape: [9, 9, 2])
    var t = Conv2D(filters: 3, kernelSize: 3, padding: .same, activation: .relu)(x)
    t = MaxPooling2D(poolSize: 2)(BatchNormalization()(t))
    t = Add()([t, Conv2D(filters: 3, kernelSize: 1)(t)])
    t = Dropout(rate: 0.5)(t)
    let model = try Model(inputs: x, outputs: Dense(units: 2, activation: .softmax)(Flatten()(t)))
    #expect(
      try operators(model) == [
        "Transpose", "Conv", "Relu", "BatchNormalization", "MaxPool", "Conv", "Add", "Transpose", "Reshape", "Gemm",
        "Softmax", "Identity",
      ])
  }

  @Test func whatWantsNoOrderTurnsNothing() throws {
    let x = Input(shape: [4, 4, 2])
    let model = try Model(
      inputs: x, outputs: Dense(units: 2)(ZeroPadding2D(padding: 1)(Activation(.tanh)(Rescaling(2)(x)))))
    #expect(try operators(model) == ["Mul", "Add", "Tanh", "Pad", "MatMul", "Add", "Identity"])
  }

  @Test func modelsWithinModelsAreWrittenInTheirPlace() throws {
    let inner = try Sequential(inputShape: [3], [Dense(units: 3, name: "d")], name: "inner")
    let x = Input(shape: [3])
    let model = try Model(inputs: x, outputs: inner(inner(x)))
    #expect(try operators(model) == ["Gemm", "Gemm", "Identity"])
  }

  @Test func aFileThatCannotBeWrittenIsNamed() throws {
    let x = Input(shape: [3])
    let model = try Model(inputs: x, outputs: Dense(units: 1)(x))
    let error = #expect(throws: DeepLearningError.self) { try model.exportONNX(to: "/nowhere/m.onnx") }
    #expect(error?.place == "/nowhere/m.onnx")
  }
}

/// The fields of a protocol-buffer message by number.
private struct WireMessage {
  private var numbers: [(Int, UInt64)] = []
  private var values: [(Int, [UInt8])] = []

  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let tag = Self.varint(&rest)
      let field = Int(tag >> 3)
      switch tag & 7 {
      case 0: numbers.append((field, Self.varint(&rest)))
      case 2:
        let count = Int(Self.varint(&rest))
        values.append((field, Array(rest.prefix(count))))
        rest = rest.dropFirst(count)
      case 5: rest = rest.dropFirst(4)
      default: rest = []
      }
    }
  }

  private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while let byte = bytes.popFirst() {
      value |= UInt64(byte & 0x7f) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    return value
  }

  func integers(_ field: Int) -> [Int] { numbers.filter { $0.0 == field }.map { Int(bitPattern: UInt($0.1)) } }
  func contents(_ field: Int) -> [[UInt8]] { values.filter { $0.0 == field }.map(\.1) }
  func messages(_ field: Int) -> [WireMessage] { contents(field).map { WireMessage($0) } }
  func texts(_ field: Int) -> [String] { contents(field).map { String(decoding: $0, as: UTF8.self) } }
}
