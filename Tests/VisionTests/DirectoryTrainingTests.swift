import DeepLearning
import Foundation
import Tensors
import Testing
import Vision

/// Training on files is training on the same images as tensors, to the bit.
@Suite(.serialized) struct DirectoryTrainingTests {
  private struct Interruption: Error {}

  static func model(seed: UInt64 = 5) throws -> Model {
    let inputs = Input(shape: [6, 5, 3])
    let x = Conv2D(filters: 4, kernelSize: 3, activation: .relu)(Rescaling(1 / 255)(inputs))
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(Dropout(rate: 0.2)(Flatten()(x))), name: "small",
      seed: seed)
    try model.compile(optimizer: .adam(learningRate: 0.01), loss: .binaryCrossentropy, metrics: [.accuracy])
    return model
  }

  private func parts(_ folder: String) throws -> (training: ImageDataset, validation: ImageDataset) {
    try ImageDataset.split(
      directory: folder, labelMode: .binary, batchSize: 6, imageSize: [6, 5], seed: 5, validationSplit: 0.25)
  }

  /// All images and labels in the order of the data.
  private func tensors(_ data: ImageDataset) throws -> (Tensor<Float>, Tensor<Float>) {
    let all = try everything(data.sortedByData.batched(data.count))
    return (all[0], all[1])
  }

  @Test func aDirectoryTrainsAsItsTensorsDo() throws {
    try withPictures { folder in
      let (training, validation) = try parts(folder)
      let (x, y) = try tensors(training)
      let (files, memory) = (try Self.model(), try Self.model())
      let first = try files.fit(training, epochs: 3, validationData: validation)
      let second = try memory.fit(x, y, epochs: 3, batchSize: 6, validationData: tensors(validation))
      #expect(first.rows == second.rows)
      #expect(files.weights == memory.weights)
      #expect(
        try files.evaluate(validation) == memory.evaluate(tensors(validation).0, tensors(validation).1, batchSize: 6))
    }
  }

  @Test func predictionsStandInTheOrderOfALoop() throws {
    try withPictures { folder in
      let (training, _) = try parts(folder)
      let model = try Self.model()
      var predicted: [Float] = []
      try training.forEachBatch { images, _ in predicted += try model.predict(images).elements }
      #expect(try model.predict(training).elements == predicted)
    }
  }

  @Test(arguments: [1, 2, 3, 4])
  func interruptedTrainingGoesOnToTheSameBits(batches: Int) throws {
    try withPictures { folder in
      let (training, validation) = try parts(folder)
      let expected = try Self.model()
      try expected.fit(training, epochs: 2, validationData: validation)
      func fit(_ model: Model, until last: Int) throws {
        var left = last
        let killer = LambdaCallback(batchEnded: { _ in
          left -= 1
          if left == 0 { throw Interruption() }
        })
        try model.fit(
          parts(folder).training, epochs: 2, validationData: validation,
          callbacks: [killer, BackupAndRestore(folder + "/backup", saveFrequency: 1)])
      }
      #expect(throws: Interruption.self) { try fit(Self.model(), until: batches) }
      let resumed = try Self.model()
      try fit(resumed, until: .max)
      #expect(resumed.weights == expected.weights)
    }
  }

  @Test func aRunIsRecalledUntilAFileChanges() throws {
    try withPictures { folder in
      let memory = Memory()
      func recalled(_ change: (ImageDataset) -> ImageDataset = { $0 }) throws -> Bool {
        let model = try Self.model()
        model.ownContext = memory.context
        let (training, validation) = try parts(folder)
        return try model.fit(change(training), validationData: validation).wasRecalled
      }
      #expect(try [recalled(), recalled()] == [false, true])
      #expect(try !recalled { $0.map { images, labels in (images / 2, labels) } })
      #expect(try !recalled { $0.map { images, labels in (images / 2, labels) } })
      #expect(try !recalled { $0.map(named: "half") { images, labels in (images / 2, labels) } })
      #expect(try recalled { $0.map(named: "half") { images, labels in (images / 2, labels) } })
      try writePicture(folder + "/cat/cat.2.png", 99)
      #expect(try !recalled())
    }
  }

  /// What runs leave behind.
  private final class Memory {
    private var runs: [String: [UInt8]] = [:]

    var context: TrainingContext {
      var context = TrainingContext()
      context.recall = { self.runs[$0] }
      context.remember = { self.runs[$0] = $1 }
      return context
    }
  }
}

extension ImageDataset {
  /// The same images in the order of the data in every epoch.
  var sortedByData: ImageDataset {
    var result = self
    result.pipeline.keepOrder()
    return result
  }
}
