import DeepLearning
import Foundation
import Tensors
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

  /// The operators of a model of one layer.
  private func operators(_ layer: some Layer, _ shape: [Int] = [4, 4, 2]) throws -> [String] {
    let x = Input(shape: shape)
    return try operators(Model(inputs: x, outputs: layer(x)))
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

  @Test func everyActivationHasItsOperators() throws {
    let expected: [ActivationFunction: [String]] = [
      .linear: [], .relu: ["Relu"], .leakyRelu: ["LeakyRelu"], .elu: ["Elu"],
      .gelu: ["Mul", "Erf", "Add", "Mul", "Mul"], .silu: ["Sigmoid", "Mul"], .sigmoid: ["Sigmoid"], .tanh: ["Tanh"],
      .softmax: ["Softmax"],
    ]
    for function in ActivationFunction.allCases {
      #expect(try operators(Activation(function)) == expected[function, default: ["?"]] + ["Identity"], "\(function)")
    }
  }

  @Test func layersOfTheirOwnAreTheirOperators() throws {
    #expect(try operators(AveragePooling2D()) == ["Transpose", "AveragePool", "Transpose", "Identity"])
    #expect(try operators(Reshape([-1, 4])) == ["Reshape", "Identity"])
    #expect(try operators(Softmax()) == ["Softmax", "Identity"])
    #expect(try operators(ELU()) == ["Elu", "Identity"])
    #expect(try operators(LeakyReLU()) == ["LeakyRelu", "Identity"])
    #expect(try operators(LeakyReLU(negativeSlope: 0)) == ["Relu", "Identity"])
    #expect(try operators(ReLU()) == ["Relu", "Identity"])
    #expect(try operators(ReLU(maxValue: 6, negativeSlope: 0.1)) == ["LeakyRelu", "Min", "Identity"])
    #expect(try operators(ReLU(threshold: 1)) == ["Greater", "Sub", "Mul", "Where", "Identity"])
    #expect(try operators(Normalization()) == ["Sub", "Div", "Identity"])
    #expect(try operators(Normalization(mean: [1], variance: [2], invert: true)) == ["Mul", "Add", "Identity"])
  }

  @Test func layersThatActInTrainingAloneAreLeftOut() throws {
    let layers: [any Layer] = [
      Dropout(rate: 0.5), SpatialDropout2D(rate: 0.5), RandomFlip(), RandomRotation(factor: 0.1),
      RandomZoom(heightFactor: 0.1), RandomTranslation(heightFactor: 0.1, widthFactor: 0.1),
      RandomContrast(factor: 0.1),
    ]
    for layer in layers { #expect(try operators(layer) == ["Identity"]) }
  }

  @Test func momentsAreTurnedAsTheImageIs() throws {
    let x = Input(shape: [5, 4, 2])
    let maps = Conv2D(filters: 3, kernelSize: 1, useBias: false, name: "maps")(x)
    let moments = Normalization(axis: [1, 3], name: "norm")
    try moments.adapt(to: wave([6, 5, 4, 3]))
    let graph = try #require(file(try Model(inputs: x, outputs: moments(maps))).messages(7).first)
    let constants = graph.messages(5)
    #expect(constants.map { $0.texts(8) } == [["maps/kernel"], ["norm/mean"], ["norm/deviation"]])
    #expect(constants.dropFirst().map { $0.integers(1) } == [[3, 5, 1], [3, 5, 1]])
  }

  @Test(arguments: KerasFileTests.models)
  func modelsThatKerasSavedHaveAForm(_ name: String) throws {
    let model = try Model(contentsOf: KerasCase.path("\(name).keras"))
    let graph = try #require(file(model).messages(7).first)
    #expect(graph.messages(12).count == model.outputs.count)
  }

  @Test func anAuthorsOwnFunctionIsRefusedWithItsPlace() throws {
    let a = Input(shape: [3])
    let square = Lambda(name: "square") { x in
      x * x
    } gradient: { x, _, d in
      2 * x * d
    }
    let inner = try Model(inputs: a, outputs: square(a), name: "inner")
    let x = Input(shape: [3])
    let model = try Model(inputs: x, outputs: inner(x), name: "outer")
    let error = #expect(throws: DeepLearningError.self) { try model.exportONNX(to: "/tmp/never.onnx") }
    #expect(error?.place == "/tmp/never.onnx: layer 'square' (Lambda) in outer/inner")
    #expect(error?.problem == "has no form in ONNX")
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
