import DeepLearning
import Foundation
import Images
import Tensors
import Testing
import Vision

/// The folder of tiny pictures of `Fixtures/make_folder_fixtures.py`, and what Keras makes of it.
struct KerasFolder: Decodable {
  struct Order: Decodable {
    let names: [String]
    let classes: [String]
  }

  struct Batches: Decodable {
    let names: [String]
    let shape: [Int]
    let batches: [Int]
    let pixels: [Float]
    let labelShape: [Int]
    let labels: [Float]
  }

  let sorted: Order
  let shuffled: [String: [String]]
  let split: [String: [String: [String]]]
  let sortedSplit: [String: [String]]
  let unlabelled: [String]
  let int, binary, categorical, cropped, area: Batches

  static var fixtures: String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path()
  }
  static var path: String { fixtures + "/insects" }
  static var masks: String { fixtures + "/insect-masks" }

  static func read() throws -> KerasFolder {
    try JSONDecoder().decode(KerasFolder.self, from: Data(contentsOf: URL(filePath: fixtures + "/keras.json")))
  }
}

/// A folder that is removed at the end.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "quire-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path())
}

/// A folder with pictures of 6 x 5 pixels: a folder a class, `count` each, all of them different.
func withPictures<Result>(
  _ classes: [String] = ["cat", "dog"], count: Int = 10, _ body: (String) throws -> Result
) throws -> Result {
  try withFolder { folder in
    for (label, name) in classes.enumerated() {
      for number in 0..<count { try writePicture(folder + "/\(name)/\(name).\(number).png", label * count + number) }
    }
    return try body(folder)
  }
}

func writePicture(_ path: String, _ number: Int) throws {
  var generator = RandomGenerator(seed: UInt64(number), purpose: "picture")
  let pixels = (0..<90).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  try write(Tensor<UInt8>([6, 5, 3], pixels).pngData(), path)
}

func write(_ bytes: [UInt8], _ path: String) throws {
  let url = URL(filePath: path)
  try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: url)
}

/// Everything that a data set gives in an epoch.
func everything<Data: BatchedImages>(_ data: Data, epoch: Int = 0) throws -> [Tensor<Float>] {
  var parts: [Tensor<Float>] = []
  try data.forEachBatch(epoch: epoch) { images, labels in
    parts += [images, labels.map { Float($0.asDouble) }]
  }
  return parts
}
