import Datasets
import Foundation
import Testing
import Vision

/// The loaders over small files in the form of the real ones, and over the real sample where a network is there.
@Suite struct LoadingTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quire-test-\(UUID().uuidString)")

  /// `count` images of 28 x 28 pixels and labels 0, 1, 2, …, as IDX files.
  private func idx(count: Int) -> (images: [UInt8], labels: [UInt8]) {
    let extent: [UInt8] = [0, 0, 0, UInt8(count)]
    let pixels = (0..<count * 28 * 28).map { UInt8($0 % 256) }
    return (
      [0, 0, 8, 3] + extent + [0, 0, 0, 28, 0, 0, 0, 28] + pixels,
      [0, 0, 8, 1] + extent + (0..<count).map { UInt8($0 % 10) }
    )
  }

  /// Compresses `bytes` into a file of the data folder and says how a catalogue describes it.
  private func put(_ bytes: [UInt8], _ path: String) throws -> DataFile {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-n", url.path]
    try gzip.run()
    gzip.waitUntilExit()
    let compressed = [UInt8](try Data(contentsOf: url.appendingPathExtension("gz")))
    let sum = Checksum.sha256(Checksum.Algorithm.sha256.digest(of: compressed))
    return DataFile(url.lastPathComponent + ".gz", bytes: compressed.count, sum)
  }

  /// Surroundings with a tiny data set in the form of MNIST.
  private func environment(_ name: String, train: Int = 5, test: Int = 3) throws -> DataEnvironment {
    var files: [DataFile] = []
    for (prefix, count) in [("train", train), ("t10k", test)] {
      let content = idx(count: count)
      files.append(try put(content.images, "\(name)/full/\(prefix)-images-idx3-ubyte"))
      files.append(try put(content.labels, "\(name)/full/\(prefix)-labels-idx1-ubyte"))
    }
    let edition = DatasetEdition(.full, examples: train + test, files: files, places: [])
    let dataset = Dataset(name: name, title: name, licence: "none", editions: [edition])
    return DataEnvironment(store: DataStore(folder: folder, catalogue: Catalogue([dataset])))
  }

  private func removeFolder() { try? FileManager.default.removeItem(at: folder) }

  @Test func theFullEditionHasItsOwnTestImages() throws {
    defer { removeFolder() }
    let mnist = try MNIST.load(from: environment("mnist"))
    #expect(mnist.edition == .full)
    #expect(mnist.train.images.shape == [5, 28, 28, 1])
    #expect(mnist.train.images[1, 0, 0, 0] == UInt8(784 % 256))
    #expect(mnist.test.labels.elements == [0, 1, 2])
    #expect(mnist.classNames.count == 10)
    #expect(mnist.description == "mnist (full): 5 training and 3 test images of 28 x 28 x 1, 10 classes")
  }

  @Test func fashionHasNamesOfClothing() throws {
    defer { removeFolder() }
    let fashion = try FashionMNIST.load(from: environment("fashion-mnist"))
    #expect(fashion.test.count == 3)
    #expect(fashion.classNames[9] == "Ankle boot")
  }

  @Test func aMissingDataSetSaysHowToFetchIt() {
    let environment = DataEnvironment(store: DataStore(folder: folder))
    for load in [{ try MNIST.load(from: environment) }, { try FashionMNIST.load(from: environment) }] {
      let error = #expect(throws: DatasetError.self) { try load() }
      #expect(error?.hint?.hasPrefix("run `quire data fetch ") == true)
    }
  }

  @Test func aFileCutShortNamesItselfAndTheCommand() throws {
    defer { removeFolder() }
    let environment = try environment("mnist")
    let images = folder.appendingPathComponent("mnist/full/train-images-idx3-ubyte.gz")
    var bytes = try Data(contentsOf: images)
    bytes[bytes.count / 2] ^= 0xff
    try bytes.write(to: images)
    let error = #expect(throws: DatasetError.self) { try MNIST.load(from: environment) }
    #expect(error?.subject == images.path)
    #expect(error?.hint == "run `quire data fetch mnist`")
  }

  @Test func aLabelWithoutAClassIsRefused() throws {
    defer { removeFolder() }
    let environment = try environment("mnist")
    let mnist = try MNIST.load(from: environment)
    let error = #expect(throws: VisionError.self) {
      try ImageClassificationData(
        name: "mnist", edition: .full, classNames: ["0", "1"], train: mnist.train, test: mnist.test)
    }
    #expect(error?.message == "label 2 is outside its 2 classes")
  }

  /// Golden: the first labels of the fixed split. Passes without a network, saying so.
  @Test func theRealSampleIsSplitInAFixedWay() throws {
    defer { removeFolder() }
    let store = DataStore(folder: folder)
    do {
      _ = try store.fetch("mnist", anyOf: [.sample])
    } catch let error as DatasetError where error.message.contains("could not be fetched") {
      try Test.cancel("not reachable from here: \(error.message)")
    }
    let mnist = try MNIST.load(from: DataEnvironment(store: store))
    #expect(mnist.train.images.shape == [4000, 28, 28, 1])
    #expect(mnist.test.images.shape == [1000, 28, 28, 1])
    #expect(
      Array(mnist.train.labels.elements.prefix(20)) == [9, 0, 1, 5, 9, 7, 7, 9, 2, 3, 3, 4, 0, 7, 2, 7, 6, 3, 4, 8])
    #expect(mnist.train.images.elements.reduce(0) { $0 + Int($1) } == 104_869_584)
  }
}
