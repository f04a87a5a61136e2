import DeepLearning
import Foundation
import Tensors
import Testing

/// Early stopping, checkpoints and closures.
struct CallbackTests {
  /// A callback that makes an epoch's values up and notes the weights after each epoch.
  final class Script {
    var weights: [[Tensor<Float>]] = []
  }

  private let x = TrainingTests.x
  private let y = TrainingTests.y

  @Test func earlyStoppingEndsAfterItsPatience() throws {
    let model = try TrainingTests.model()
    model.optimizer?.learningRate = 0
    let stopping = EarlyStopping(monitor: "val_loss", patience: 2)
    let history = try model.fit(x, y, epochs: 9, validationData: (x, y), callbacks: [stopping])
    #expect(history.epochs.count == 3)
  }

  @Test func earlyStoppingRestoresTheBestWeights() throws {
    let model = try TrainingTests.model(optimizer: .sgd(learningRate: 0.5))
    let script = Script()
    let recorder = LambdaCallback { script.weights.append($0.model.weights) }
    let stopping = EarlyStopping(monitor: "val_loss", patience: 3, restoreBestWeights: true)
    let history = try model.fit(x, y, epochs: 12, validationData: (x, y), callbacks: [recorder, stopping])
    let best = try history.bestEpoch()
    #expect(model.weights == script.weights[best - 1])
  }

  @Test func aMetricIsMonitoredUpwards() throws {
    let model = try TrainingTests.model()
    let stopping = EarlyStopping(monitor: "accuracy", minDelta: 2, patience: 1)
    #expect(try model.fit(x, y, epochs: 5, callbacks: [stopping]).epochs.count == 2)
  }

  @Test func checkpointKeepsTheBestEpoch() throws {
    try withTemporaryFolder { folder in
      let model = try TrainingTests.model(optimizer: .sgd(learningRate: 0.3))
      let script = Script()
      let recorder = LambdaCallback { script.weights.append($0.model.weights) }
      let checkpoint = ModelCheckpoint(folder + "best.safetensors", saveBestOnly: true)
      let history = try model.fit(x, y, epochs: 8, validationData: (x, y), callbacks: [recorder, checkpoint])
      let fresh = try TrainingTests.model(seed: 99)
      try fresh.loadWeights(from: folder + "best.safetensors")
      #expect(fresh.weights == script.weights[try history.bestEpoch() - 1])
    }
  }

  @Test func checkpointWithoutBestKeepsTheLastEpoch() throws {
    try withTemporaryFolder { folder in
      let model = try TrainingTests.model()
      try model.fit(x, y, epochs: 2, callbacks: [ModelCheckpoint(folder + "last.safetensors")])
      let fresh = try TrainingTests.model(seed: 99)
      try fresh.loadWeights(from: folder + "last.safetensors")
      #expect(fresh.weights == model.weights)
    }
  }

  @Test func aClosureMayEndTrainingAndChangeTheLearningRate() throws {
    let model = try TrainingTests.model()
    let callback = LambdaCallback { state in
      state.model.optimizer?.learningRate /= 2
      state.stopsTraining = state.epoch == 2
    }
    #expect(try model.fit(x, y, epochs: 7, callbacks: [callback]).epochs == [1, 2])
    #expect(model.optimizer?.learningRate == 0.0025)
  }
}
