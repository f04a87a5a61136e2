import QuireRuntime
import Testing

struct HistoryPlotTests {
  /// Four epochs of a line that is fitted to points on it.
  private func history() throws -> History {
    let inputs = Input(shape: [1])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1)(inputs))
    try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .meanSquaredError)
    let x = Tensor<Float>([4, 1], [0, 1, 2, 3])
    return try model.fit(x, x, epochs: 4, batchSize: 4, validationData: (x, x))
  }

  @Test func theBestEpochIsMarked() throws {
    let history = try history()
    let best = try history.bestEpoch()
    let text = try #require(history.plot().textAlternative)
    #expect(text.contains("A line marks Epoch \(best) (best: epoch \(best))."), "\(text)")
    #expect(try history.plot(best: "val_loss").textAlternative == text)
    #expect(throws: DeepLearningError.self) { try history.plot(best: "val_accuracy") }
  }

  @Test func runsShareTheirAxes() throws {
    let (one, two) = try (history(), history())
    let figure = try History.compare(["one": one, "two": two])
    let text = try #require(figure.textAlternative)
    #expect(text.contains("Validation loss from"))
    #expect(text.contains("(best of “one”)") && text.contains("(best of “two”)"))
    #expect(throws: DeepLearningError.self) { try History.compare(["one": one], by: "val_accuracy") }
  }

  @Test func aConfusionMatrixNamesItsClasses() throws {
    let labels = Tensor<Int32>([4], [0, 0, 1, 1])
    let matrix = try ConfusionMatrix(labels: labels, predictions: Tensor<Int32>([4], [0, 1, 1, 1]))
    let text = try #require(matrix.plot(classes: ["cat", "dog"]).textAlternative)
    #expect(text.contains("cat as dog, 1 of 2, 50.0%"))
  }
}
