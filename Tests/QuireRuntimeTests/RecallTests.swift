import DeepLearning
import Foundation
import Images
import Messages
import Notebook
import QuireRuntime
import Tensors
import Testing
import Vision

/// Features of pictures in files, extracted by one kernel and recalled by the next.
@Suite struct RecallTests {
  /// A folder with ten pictures of two classes, removed at the end.
  private func withPictures(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "quire-test-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 0..<10 {
      let file = folder.appending(path: number % 2 == 0 ? "pets/cat" : "pets/dog").appending(path: "\(number).png")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Tensor<UInt8>([4, 4, 3], repeating: UInt8(20 * number)).write(to: file.path)
    }
    try body(folder.path)
  }

  /// A model in a kernel of its own that keeps its results below the folder, however quickly they are computed.
  private func model(_ folder: String, fresh: Bool = false) throws -> Model {
    let configuration = KernelConfiguration(
      runtimeLibrary: "", bookFolder: folder, imagesFolder: folder + "/images", memoFolder: folder + "/memo", seed: 1,
      parameters: [:], editions: [:], engineFingerprint: "engine", recallsFrom: fresh ? Date() : nil)
    let memo = MemoFolder(
      path: configuration.memoFolder, engineFingerprint: configuration.engineFingerprint,
      recallsFrom: configuration.recallsFrom)
    var context = EngineSession.context(configuration, Session(receiver: TerminalReceiver(), memo: memo))
    (context.patience, context.backupInterval) = (.zero, .zero)
    let inputs = Input(shape: [4, 4, 3])
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(Flatten()(inputs)), name: "features", seed: 1)
    try model.compile(loss: .binaryCrossentropy, metrics: [.accuracy])
    model.ownContext = context
    return model
  }

  /// The pictures in five batches, and how many of them are read.
  private func read(_ folder: String, _ use: (ImageDataset) throws -> Void) throws -> Int {
    var count = 0
    let data = try ImageDataset(
      directory: folder + "/pets", labelMode: .binary, batchSize: 2, imageSize: [4, 4], seed: 1)
    try use(
      data.map(named: "counted") { images, labels in
        count += 1
        return (images, labels)
      })
    return count
  }

  @Test func featuresOfPicturesAreExtractedOnce() throws {
    try withPictures { folder in
      var found: [Tensor<Float>] = []
      let predict: () throws -> Int = { try read(folder) { found.append(try model(folder).predict($0)) } }
      let counts = [try predict(), try predict()]
      #expect(counts == [5, 1], "one batch is computed before the memory is asked")
      #expect(found[0] == found[1] && found[0].shape == [10, 1])
      let again = try read(folder) { _ = try model(folder, fresh: true).predict($0) }
      #expect(again == 5)
      try Tensor<UInt8>([4, 4, 3], repeating: 7).write(to: folder + "/pets/cat/0.png")
      let changed = try predict()
      #expect(changed == 5, "a picture has changed")
      #expect(found[2] != found[0])
    }
  }

  @Test func trainingThatIsInterruptedGoesOnInTheNextKernel() throws {
    struct Interruption: Error {}
    try withPictures { folder in
      var left = 0
      let data = try ImageDataset(
        directory: folder + "/pets", labelMode: .binary, batchSize: 2, imageSize: [4, 4], seed: 1
      ).map(named: "mortal") { images, labels in
        left -= 1
        if left < 0 { throw Interruption() }
        return (images, labels)
      }
      /// Trains for three epochs of five batches, of which so many are read.
      func train(_ batches: Int, fresh: Bool = false) throws -> Model {
        left = batches
        let model = try model(folder, fresh: fresh)
        try model.fit(data, epochs: 3)
        return model
      }
      #expect(throws: (any Error).self) { try train(12) }
      let resumed = try train(5)
      #expect(left == 0, "ten batches were done")
      #expect(try train(0).weights == resumed.weights, "recalled")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/memo").count == 1)
      #expect(throws: (any Error).self) { try train(14, fresh: true) }
      #expect(try train(15, fresh: true).weights == resumed.weights)
    }
  }

  @Test func evaluationsAreRecalledToo() throws {
    try withPictures { folder in
      var found: [MetricValues] = []
      let evaluate: () throws -> Int = { try read(folder) { found.append(try model(folder).evaluate($0)) } }
      let counts = [try evaluate(), try evaluate()]
      #expect(counts == [5, 1])
      #expect(found[0] == found[1] && found[0].names == ["loss", "accuracy"])
    }
  }

  @Test func aDamagedMemoIsComputedAnew() throws {
    try withPictures { folder in
      var found: [Tensor<Float>] = []
      let predict: () throws -> Int = { try read(folder) { found.append(try model(folder).predict($0)) } }
      _ = try predict()
      for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/memo") {
        let url = URL(filePath: folder + "/memo/" + file)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: url)
      }
      let counts = [try predict(), try predict()]
      #expect(counts == [5, 1])
      #expect(found[1] == found[0] && found[2] == found[0])
    }
  }
}
