import DeepLearning
import Tensors
import Testing

/// A step of training works in memory that the first step allocated. The count is the whole process', so each test has one of its own.
struct StepAllocationTests {
  @Test func noStepAfterTheFirstAllocatesTensorsForAConvnet() async {
    await #expect(processExitsWith: .success) {
      let x = Input(shape: [20, 20, 3])
      let augmented = RandomZoom(heightFactor: 0.2)(RandomRotation(factor: 0.1)(RandomFlip(.horizontal)(x)))
      let maps = MaxPooling2D()(Conv2D(filters: 8, kernelSize: 3, activation: .relu)(Rescaling(1 / 255)(augmented)))
      let features = Dropout(rate: 0.5)(Flatten()(Conv2D(filters: 32, kernelSize: 3, activation: .relu)(maps)))
      try StepCount.expectNoAllocation(x, Dense(units: 3, activation: .softmax)(features), .rmsprop(), labels: [])
    }
  }

  @Test func noStepAfterTheFirstAllocatesTensorsForSeparableConvolutions() async {
    await #expect(processExitsWith: .success) {
      let x = Input(shape: [20, 20, 3])
      let maps = SeparableConv2D(filters: 8, kernelSize: 3, padding: .same, useBias: false)(x)
      let normalized = Activation(.relu)(BatchNormalization()(maps))
      let shortcut = Conv2D(filters: 8, kernelSize: 1, padding: .same, useBias: false)(x)
      let features = GlobalAveragePooling2D()(Add()([normalized, shortcut]))
      try StepCount.expectNoAllocation(x, Dense(units: 3, activation: .softmax)(features), .adam(), labels: [])
    }
  }

  @Test func noStepAfterTheFirstAllocatesTensorsForSegmentation() async {
    await #expect(processExitsWith: .success) {
      let x = Input(shape: [20, 20, 3])
      let down = Conv2D(filters: 8, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(x)
      let up = Conv2DTranspose(filters: 8, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(down)
      let classes = Conv2D(filters: 3, kernelSize: 3, padding: .same, activation: .softmax)(up)
      try StepCount.expectNoAllocation(x, classes, .sgd(learningRate: 0.01, momentum: 0.9), labels: [20, 20])
    }
  }
}

enum StepCount {
  /// Trains six steps of whole batches and compares the count after each step with that after the first.
  static func expectNoAllocation(
    _ inputs: SymbolicTensor, _ outputs: SymbolicTensor, _ optimizer: Optimizer, labels: [Int]
  ) throws {
    let model = try Model(inputs: inputs, outputs: outputs)
    try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    let x = Tensor<UInt8>([24, 20, 20, 3], (0..<24 * 1200).map { UInt8($0 * 7 % 256) })
    let y = Tensor<Int32>([24] + labels, (0..<24 * labels.reduce(1, *)).map { Int32($0 % 3) })
    var counts: [Int] = []
    let record = LambdaCallback(batchEnded: { _ in counts.append(StorageAllocations.count) })
    try model.fit(x, y, epochs: 2, batchSize: 8, callbacks: [record])
    #expect(counts.count == 6 && counts[0] > 0)
    #expect(counts.allSatisfy { $0 == counts[0] }, "after each step: \(counts)")
  }
}
