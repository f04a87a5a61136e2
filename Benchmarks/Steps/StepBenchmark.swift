import DeepLearning
import Tensors

/// Times one step of a network through the public interface, on data in memory: training on a batch (forward, loss, gradients,
/// optimizer), or prediction of a batch.
struct StepBenchmark {
  let network: Network
  let trains: Bool

  /// Labels take turns, so that no network learns its batch by heart.
  private static var labelSets: Int { 16 }

  private var batch: Int { network.batch(trains: trains) }

  /// One line of JSON, as the peers' programs print it.
  func run() throws -> String {
    let model = try network.model()
    let step = try makeStep(model)
    var loss = 0.0
    let times = try Measurement { loss = try step() }
    return """
      {"row": "quire", "network": "\(network.rawValue)", "mode": "\(trains ? "train" : "infer")", "batch": \(batch), \
      "median_ms": \(rounded(times.median)), "min_ms": \(rounded(times.least)), "p90_ms": \(rounded(times.ninetieth)), \
      "steps": \(times.milliseconds.count), "cut": false, "first_step_s": \(rounded(times.firstStepSeconds)), \
      "loss": \(rounded(loss)), "params": \(model.parameterCount), "threads": "\(ThreadPool.shared.threads)", \
      "peak_mb": \(Measurement.peakMegabytes)}
      """
  }

  /// A table of the operations of a step, the longest first.
  func profile() throws -> String {
    let model = try network.model()
    let step = try makeStep(model)
    for _ in 0..<3 { _ = try step() }
    let runs = 10
    var whole = 0.0
    let entries = try model.profile { whole = try seconds { for _ in 0..<runs { _ = try step() } } }
    return Profile(entries: entries, seconds: whole, steps: runs).description
  }

  /// A function that runs one step and gives its loss, or a number of the prediction.
  private func makeStep(_ model: Model) throws -> () throws -> Double {
    var generator = RandomGenerator(seed: 0, purpose: "benchmark")
    let images = Tensor<Float>(uniform: [batch] + network.imageShape, in: 0..<network.scale, using: &generator)
    guard trains else { return { Double(try model.predictOnBatch(images).elements[0]) } }
    let labels = (0..<Self.labelSets).map { _ in randomLabels(&generator) }
    var number = 0
    return {
      number += 1
      return try model.trainOnBatch(images, labels[number % Self.labelSets])["loss"]
    }
  }

  private func randomLabels(_ generator: inout RandomGenerator) -> Tensor<Int32> {
    let shape = [batch] + network.labelShape
    let count = shape.reduce(1, *)
    return Tensor<Int32>((0..<count).map { _ in Int32(generator.integer(below: network.classes)) }).reshaped(shape)
  }
}
