import DeepLearning
import Tensors
import Testing

/// Plans of one model, which share memory.
struct ArenaTests {
  @Test func aPlanReadsItsInputsWhereTheyLieAfterTheMemoryHasGrown() throws {
    let inputs = Input(shape: [3])
    let outputs = Dense(units: 2, activation: .softmax)(Dense(units: 3, activation: .tanh)(inputs))
    let (model, twin) = (try Model(inputs: inputs, outputs: outputs), try Model(inputs: inputs, outputs: outputs))
    for model in [model, twin] { try model.compile(loss: .sparseCategoricalCrossentropy) }
    let (x, y) = (wave([500, 3]), Tensor<Int32>([500], repeating: 1))
    for count in 1..<9 {
      // One plan of small batches, then a larger one that makes the memory grow, then the small one again.
      let few = (x.rows(0..<3), y.rows(0..<3))
      let before = try model.evaluate(few.0, few.1)
      _ = try model.evaluate(x, y, batchSize: count * 50)
      #expect(try model.evaluate(few.0, few.1) == before)
      #expect(try model.predict(few.0) == twin.predict(few.0))
    }
  }
}
