import DeepLearning
import Tensors

/// Times training of the mnist network through the public API: batch assembly, step, accuracy and progress included.
struct ModelBenchmark {
  let batch: Int
  let stepsPerEpoch: Int

  /// Trains on random images with random labels and gives one line of JSON.
  func run() throws -> String {
    var generator = RandomGenerator(seed: 0, purpose: "benchmark")
    let count = batch * stepsPerEpoch
    let images = Tensor<Float>(uniform: [count, 28, 28, 1], using: &generator)
    let labels = Tensor<Int32>((0..<count).map { _ in Int32(generator.integer(below: 10)) })
    let stopwatch = Stopwatch()
    let model = try network()
    let callback = LambdaCallback { _ in stopwatch.lap() }
    _ = try model.fit(images, labels, epochs: 25, batchSize: batch, callbacks: [callback])
    // The first epochs warm up: pages, caches, clock speed.
    let milliseconds = stopwatch.laps.dropFirst(5).map { $0 * 1000 / Double(stepsPerEpoch) }.sorted()
    let median = milliseconds[milliseconds.count / 2]
    return #"{"row": "quire", "median_ms": \#(rounded(median)), "min_ms": \#(rounded(milliseconds[0]))}"#
  }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private func network() throws -> Model {
    let inputs = Input(shape: [28, 28, 1])
    var x = Conv2D(filters: 32, kernelSize: 3, activation: .relu)(inputs)
    x = MaxPooling2D(poolSize: 2)(x)
    x = Conv2D(filters: 64, kernelSize: 3, activation: .relu)(x)
    x = MaxPooling2D(poolSize: 2)(x)
    x = Conv2D(filters: 128, kernelSize: 3, activation: .relu)(x)
    x = Flatten()(x)
    let model = try Model(inputs: inputs, outputs: Dense(units: 10, activation: .softmax)(x), name: "mnist")
    try model.compile(
      optimizer: .rmsprop(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    return model
  }
}

/// Seconds from one lap to the next.
final class Stopwatch {
  private(set) var laps: [Double] = []
  private var last = ContinuousClock.now

  func lap() {
    let (seconds, attoseconds) = (ContinuousClock.now - last).components
    laps.append(Double(seconds) + Double(attoseconds) * 1e-18)
    last = ContinuousClock.now
  }
}
