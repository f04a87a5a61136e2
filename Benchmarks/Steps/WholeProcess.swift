import DeepLearning
import Tensors

/// What a beginner's first script does, as a process: 70,000 digits of noise are made, the mnist network is built, learns 60,000 of
/// them for an epoch and is evaluated on 10,000.
struct WholeProcess {
  /// One line of JSON, as the peers' programs print it; `median_ms` is the mean of the epoch's steps. Who starts the process measures
  /// how long it takes.
  func run() throws -> String {
    var generator = RandomGenerator(seed: 0, purpose: "benchmark")
    let bytes = Tensor<UInt8>(
      (0..<70_000 * 784 / 8).flatMap { _ in
        let word = generator.next()
        return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
      })
    let digits = Tensor<Float>(bytes).reshaped([70_000, 28, 28, 1]) / 255
    let labels = Tensor<Int32>((0..<70_000).map { _ in Int32(generator.integer(below: 10)) })
    let model = try Network.mnist.model()
    try model.compile(
      optimizer: .rmsprop(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    let steps = 938
    let fit = try seconds {
      try model.fit(digits.slice(0..<60_000, axis: 0), labels.slice(0..<60_000, axis: 0), epochs: 1, batchSize: 64)
    }
    let values = try model.evaluate(digits.slice(60_000..<70_000, axis: 0), labels.slice(60_000..<70_000, axis: 0))
    return """
      {"row": "quire", "network": "mnist_e2e", "mode": "e2e", "batch": 64, \
      "median_ms": \(rounded(fit * 1e3 / Double(steps))), "steps": \(steps), "loss": \(rounded(try values["loss"])), \
      "threads": "\(ThreadPool.shared.threads)", "peak_mb": \(Measurement.peakMegabytes)}
      """
  }
}
