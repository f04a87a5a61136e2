import DeepLearning
import Foundation
import Tensors

// Quire's side of interchange.py: for every folder `case-*` of the folder named on the command line,
//
// 1. loads keras.keras, predicts x*.f32 and writes quire-y*.f32;
// 2. loads the weights of keras.weights.h5 into the same graph and writes quire-w*.f32;
// 3. saves quire.keras, quire.weights.h5 and quire.onnx;
// 4. where there are labels.i32, takes two steps of stochastic gradient descent and writes the losses to quire-losses.f32.
//
// Files of numbers hold little-endian elements and nothing else. What fails goes to quire-error.txt.

/// The folder of one graph.
struct Case {
  let folder: URL

  private func path(_ name: String) -> String { folder.appending(path: name).path() }

  private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

  private func words(_ name: String) throws -> [UInt32] {
    let bytes = try bytes(name)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }
  }

  private func tensor(_ name: String, shape: [Int]) throws -> Tensor<Float> {
    let elements = try words(name).map { Float(bitPattern: $0) }
    return Tensor([elements.count / shape.reduce(1, *)] + shape, elements)
  }

  private func write(_ values: [Float], _ name: String) throws {
    let bytes = values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
    }
    try Data(bytes).write(to: folder.appending(path: name))
  }

  func run() throws {
    let model = try Model(contentsOf: path("keras.keras"), seed: 1)
    let x = try model.inputs.enumerated().map { try tensor("x\($0.offset).f32", shape: $0.element.shape) }
    for (index, y) in try model.predictAll(x).enumerated() { try write(y.elements, "quire-y\(index).f32") }
    let other = try Model(contentsOf: path("keras.keras"), seed: 1)
    try other.setWeights(other.weights.map { Tensor(zeros: $0.shape) })
    try other.loadWeights(from: path("keras.weights.h5"))
    for (index, y) in try other.predictAll(x).enumerated() { try write(y.elements, "quire-w\(index).f32") }
    try model.save(to: path("quire.keras"))
    try model.saveWeights(to: path("quire.weights.h5"))
    try model.exportONNX(to: path("quire.onnx"))
    if FileManager.default.fileExists(atPath: path("labels.i32")) { try train(model, x[0]) }
  }

  private func train(_ model: Model, _ x: Tensor<Float>) throws {
    let labels = try words("labels.i32").map { Int32(bitPattern: $0) }
    try model.compile(optimizer: .sgd(learningRate: 0.05), loss: .sparseCategoricalCrossentropy)
    let losses = try (0..<2).map { _ in try model.trainOnBatch(x, Tensor(labels))["loss"] }
    try write(losses.map { Float($0) }, "quire-losses.f32")
  }
}

let root = URL(filePath: CommandLine.arguments.dropFirst().first ?? ".")
let folders = try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
for folder in folders.filter({ $0.lastPathComponent.hasPrefix("case-") }).sorted(by: { $0.path() < $1.path() }) {
  do {
    try Case(folder: folder).run()
  } catch {
    try "\(error)\n".write(to: folder.appending(path: "quire-error.txt"), atomically: true, encoding: .utf8)
  }
}
