import DeepLearning
import Tensors
import Testing

/// The memory that the plans of a model share grows with the largest of them.
struct ArenaGrowthTests {
  @Test func aPlanFindsItsInputsAfterALargerOneHasMovedTheMemory() throws {
    let model = try TrainingTests.model()
    let before = try model.evaluate(TrainingTests.x, TrainingTests.y, batchSize: 5)
    let predictions = try model.predict(TrainingTests.x, batchSize: 5)
    model.optimizer?.learningRate = 0
    try model.fit(TrainingTests.x, TrainingTests.y, batchSize: 50)
    #expect(try model.predict(TrainingTests.x, batchSize: 5) == predictions)
    #expect(try model.evaluate(TrainingTests.x, TrainingTests.y, batchSize: 5) == before)
  }
}
