import Kernels
import Testing

/// One row of the sweep.
struct UpSamplingCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var factors: (Int, Int)
  var interpolation = UpSampling.Interpolation.bilinear

  var operation: UpSampling {
    UpSampling(
      batch: batch, input: (input.0, input.1, input.2), factors: (factors.0, factors.1), interpolation: interpolation)
  }

  var testDescription: String { "\(batch)x\(input) \(factors) \(interpolation)" }

  static let sweep: [UpSamplingCase] = [UpSampling.Interpolation.nearest, .bilinear].flatMap { interpolation in
    [
      UpSamplingCase(batch: 1, input: (1, 1, 1), factors: (2, 2), interpolation: interpolation),
      UpSamplingCase(input: (3, 5, 2), factors: (2, 3), interpolation: interpolation),
      UpSamplingCase(batch: 5, input: (7, 4, 17), factors: (1, 4), interpolation: interpolation),
      UpSamplingCase(batch: 3, input: (9, 8, 32), factors: (2, 2), interpolation: interpolation),
      UpSamplingCase(input: (2, 1, 3), factors: (5, 1), interpolation: interpolation),
    ]
  }
}

@Suite struct UpSamplingTests {
  /// The weight of an input place in an output place along one axis: 1 at the same place of the image, falling to 0 at the next
  /// pixel's middle.
  private func weight(_ output: Int, _ input: Int, _ extent: Int, _ factor: Int, _ row: UpSamplingCase) -> Double {
    if row.interpolation == .nearest { return output / factor == input ? 1 : 0 }
    let position = min(max((Double(output) + 0.5) / Double(factor) - 0.5, 0), Double(extent - 1))
    return max(1 - abs(position - Double(input)), 0)
  }

  /// The slow, obvious twin: each output is a weighted sum of all inputs.
  private func forward(_ row: UpSamplingCase, _ x: [Float]) -> [Double] {
    let op = row.operation
    var result = [Double](repeating: 0, count: op.outputCount)
    eachWeight(row) { to, from, weight in result[to] += weight * Double(x[from]) }
    return result
  }

  private func gradient(_ row: UpSamplingCase, _ dy: [Float]) -> [Double] {
    var result = [Double](repeating: 0, count: row.operation.inputCount)
    eachWeight(row) { to, from, weight in result[from] += weight * Double(dy[to]) }
    return result
  }

  private func eachWeight(_ row: UpSamplingCase, _ body: (_ to: Int, _ from: Int, _ weight: Double) -> Void) {
    let (height, width, channels) = row.input
    let (h, w) = row.factors
    for n in 0..<row.batch {
      for (i, y) in (0..<height * h).flatMap({ i in (0..<height).map { (i, $0) } }) {
        let vertical = weight(i, y, height, h, row)
        for (j, x) in (0..<width * w).flatMap({ j in (0..<width).map { (j, $0) } }) {
          let product = vertical * weight(j, x, width, w, row)
          guard product > 0 else { continue }
          for c in 0..<channels {
            let to = ((n * height * h + i) * width * w + j) * channels + c
            body(to, ((n * height + y) * width + x) * channels + c, product)
          }
        }
      }
    }
  }

  static func run(_ row: UpSamplingCase, _ x: Buffer, _ dy: Buffer, junk: Float) -> [Buffer] {
    let operation = row.operation
    let results = [operation.outputCount, operation.inputCount].map { Buffer(junk: $0, junk) }
    operation.forward(input: x.input, output: results[0].pointer)
    operation.gradient(outputGradient: dy.input, inputGradient: results[1].pointer)
    #expect(results.allSatisfy { $0.isIntact })
    return results
  }

  @Test(arguments: UpSamplingCase.sweep)
  func agreesWithItsSlowTwin(_ row: UpSamplingCase) {
    let (x, dy) = (Buffer(random: row.operation.inputCount, "x"), Buffer(random: row.operation.outputCount, "dy"))
    let run = Self.run(row, x, dy, junk: .nan)
    expectClose(run[0].values, forward(row, x.values), "output")
    expectClose(run[1].values, gradient(row, dy.values), "gradient")
  }

  @Test(arguments: UpSamplingCase.sweep)
  func gradientIsAdjoint(_ row: UpSamplingCase) {
    let (x, dy) = (Buffer(random: row.operation.inputCount, "x"), Buffer(random: row.operation.outputCount, "dy"))
    let run = Self.run(row, x, dy, junk: .nan)
    #expect(abs(dot(dy, run[0]) - dot(run[1], x)) < 1e-3)
  }
}
