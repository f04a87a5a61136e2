import Images
import Tensors
import Vision

/// Times how fast photographs come from a folder as batches of 32 x 180 x 180 x 3, as `peers/bench_input.py` does: two passes,
/// shuffled, without keeping images; the second, with the files in the system's cache, is the result.
struct InputBenchmark {
  let folder: String

  private static let batch = 32

  /// One line of JSON, as the peers' programs print it.
  func run() throws -> String {
    let data = try ImageDataset(
      directory: folder, labelMode: .binary, batchSize: Self.batch, imageSize: [180, 180], seed: 0
    ).cache(upTo: 0)
    let passes = try (0..<2).map { epoch in try seconds { try read(data, epoch: epoch) } }
    let images = Double(data.count)
    return """
      {"row": "quire", "network": "input", "mode": "read", "batch": \(Self.batch), \
      "images_per_second": \(Int(images / passes[1])), "first_pass": \(Int(images / passes[0])), \
      "median_ms": \(rounded(passes[1] * 1e3 * Double(Self.batch) / images)), "steps": \(data.batchCount), \
      "threads": "\(ThreadPool.shared.threads)", "peak_mb": \(Measurement.peakMegabytes)}
      """
  }

  private func read(_ data: ImageDataset, epoch: Int) throws {
    var total: Float = 0
    try data.forEachBatch(epoch: epoch) { images, _ in total += images[0, 0, 0, 0] }
    precondition(total >= 0, "pixels are not negative")
  }
}
