import Kernels
import Tensors
import Testing

@Suite(.serialized) struct BatchNormalizationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var rows: Int
    var channels: Int
    var epilogue = Epilogue.linear
    var scales = true
    var centers = true
    /// Added to every input: far from 0 the variance is hard to sum.
    var offset: Float = 0

    var operation: BatchNormalization {
      BatchNormalization(rows: rows, channels: channels, epsilon: 1e-3, epilogue: epilogue)
    }
    var testDescription: String {
      "\(rows)x\(channels) \(epilogue)\(scales ? " γ" : "")\(centers ? " β" : "")\(offset == 0 ? "" : " + \(offset)")"
    }
  }

  static let sweep: [Case] = [
    Case(rows: 1, channels: 1),
    Case(rows: 7, channels: 3, epilogue: .relu),
    Case(rows: 45, channels: 16, scales: false),
    Case(rows: 100, channels: 17, epilogue: .relu, centers: false),
    Case(rows: 6000, channels: 3, scales: false, centers: false),
    Case(rows: 2345, channels: 32, epilogue: .relu),
    Case(rows: 300, channels: 130),
    Case(rows: 9, channels: 728, epilogue: .relu),
    Case(rows: 40_000, channels: 5, offset: 1000),
  ]

  /// Inputs of a case, and what the kernel and its twin make of them.
  struct Operands {
    let x, dy, gamma, beta: Buffer
    let movingMean, movingVariance: [Float]

    init(_ row: Case) {
      x = Buffer(random: row.rows * row.channels, "x")
      for i in 0..<x.count { x.pointer[i] += row.offset }
      dy = Buffer(random: x.count, "dy")
      gamma = Buffer(random: row.channels, "gamma")
      beta = Buffer(random: row.channels, "beta")
      movingMean = Buffer(random: row.channels, "mean").values
      movingVariance = Buffer(random: row.channels, "variance").values.map { abs($0) + 0.1 }
    }
  }

  struct Results {
    let y, mean, variance, movingMean, movingVariance, dx, dGamma, dBeta: Buffer

    var all: [Buffer] { [y, mean, variance, movingMean, movingVariance, dx, dGamma, dBeta] }
  }

  /// Runs training forward and backward, or with given moments.
  private func run(_ row: Case, _ operands: Operands, ownMoments: Bool, junk: Float) -> Results {
    let (operation, c) = (row.operation, row.channels)
    let workspace = Buffer(junk: operation.workspaceCount, junk)
    let results = Results(
      y: Buffer(junk: operands.x.count, junk), mean: Buffer(junk: c, junk), variance: Buffer(junk: c, junk),
      movingMean: Buffer(operands.movingMean), movingVariance: Buffer(operands.movingVariance),
      dx: Buffer(junk: operands.x.count, junk), dGamma: Buffer(junk: c, junk), dBeta: Buffer(junk: c, junk))
    let gamma = row.scales ? operands.gamma.input : nil
    let beta = row.centers ? operands.beta.input : nil
    if ownMoments {
      operation.forward(
        input: operands.x.input, gamma: gamma, beta: beta, output: results.y.pointer, mean: results.mean.pointer,
        variance: results.variance.pointer, workspace: workspace.pointer)
    } else {
      operation.infer(
        input: operands.x.input, mean: results.movingMean.input, variance: results.movingVariance.input, gamma: gamma,
        beta: beta, output: results.y.pointer, workspace: workspace.pointer)
    }
    operation.gradients(
      input: operands.x.input, mean: ownMoments ? results.mean.input : results.movingMean.input,
      variance: ownMoments ? results.variance.input : results.movingVariance.input, ownMoments: ownMoments,
      gamma: gamma, beta: beta, outputGradient: operands.dy.input, inputGradient: results.dx.pointer,
      gammaGradient: results.dGamma.pointer, betaGradient: results.dBeta.pointer, workspace: workspace.pointer)
    #expect(results.all.allSatisfy(\.isIntact) && workspace.isIntact)
    return results
  }

  private struct Reference {
    var y, dx: [Double]
    var mean, variance, dGamma, dBeta: [Double]
  }

  /// The slow, obvious twin: the formulas of the paper in float64.
  private func reference(_ row: Case, _ operands: Operands, ownMoments: Bool) -> Reference {
    let (n, channels) = (row.rows, row.channels)
    let (x, dy) = (operands.x.values.map(Double.init), operands.dy.values.map(Double.init))
    let zeros = [Double](repeating: 0, count: channels)
    var result = Reference(y: x, dx: x, mean: zeros, variance: zeros, dGamma: zeros, dBeta: zeros)
    for c in 0..<channels {
      let places = (0..<n).map { $0 * channels + c }
      let own = places.map { x[$0] }.reduce(0, +) / Double(n)
      let mean = ownMoments ? own : Double(operands.movingMean[c])
      let variance =
        ownMoments
        ? places.map { (x[$0] - own) * (x[$0] - own) }.reduce(0, +) / Double(n) : Double(operands.movingVariance[c])
      let gamma = row.scales ? Double(operands.gamma.values[c]) : 1
      let beta = row.centers ? Double(operands.beta.values[c]) : 0
      let inverse = 1 / (variance + 1e-3).squareRoot()
      let d = places.map { place -> Double in
        result.y[place] = (x[place] - mean) * inverse * gamma + beta
        guard row.epilogue == .relu else { return dy[place] }
        defer { result.y[place] = max(result.y[place], 0) }
        return result.y[place] > 0 ? dy[place] : 0
      }
      let normalized = places.map { (x[$0] - mean) * inverse }
      (result.mean[c], result.variance[c]) = (mean, variance)
      result.dBeta[c] = d.reduce(0, +)
      result.dGamma[c] = zip(d, normalized).map { $0 * $1 }.reduce(0, +)
      for (index, place) in places.enumerated() {
        let shared = (result.dBeta[c] + normalized[index] * result.dGamma[c]) / Double(n)
        result.dx[place] = gamma * inverse * (d[index] - (ownMoments ? shared : 0))
      }
    }
    return result
  }

  @Test(arguments: sweep, [true, false])
  func agreesWithItsSlowTwin(_ row: Case, ownMoments: Bool) {
    let operands = Operands(row)
    let expected = reference(row, operands, ownMoments: ownMoments)
    let results = run(row, operands, ownMoments: ownMoments, junk: .nan)
    let tolerance = row.offset == 0 ? 2e-6 : 2e-4
    expectClose(results.y.values, expected.y, tolerance: tolerance, "output")
    expectClose(results.dx.values, expected.dx, tolerance: tolerance, "input gradient")
    expectClose(results.dGamma.values, expected.dGamma, tolerance: tolerance, "γ gradient")
    expectClose(results.dBeta.values, expected.dBeta, tolerance: tolerance, "β gradient")
    guard ownMoments else { return }
    expectClose(results.mean.values, expected.mean, tolerance: 1e-6, "mean")
    expectClose(results.variance.values, expected.variance, tolerance: 1e-5, "variance")
  }

  @Test func movingAveragesFollow() {
    let (average, value) = (Buffer([1, -2, 0]), Buffer([3, 2, 5]))
    MovingAverage.move(average.pointer, towards: value.input, count: 3, momentum: 0.75)
    #expect(average.values == [1.5, -1, 1.25])
    #expect(average.isIntact)
  }

  /// A channel that hardly varies about a large value has a small variance, not what rounding makes of its squares.
  @Test func theVarianceOfALargeConstantIsZero() {
    let operation = BatchNormalization(rows: 10_000, channels: 1)
    let x = Buffer([Float](repeating: 12345.678, count: 10_000))
    let (mean, variance) = (Buffer(junk: 1), Buffer(junk: 1))
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.measure(
      x.input, mean: mean.pointer, variance: variance.pointer, workspace: workspace.pointer)
    #expect(mean.values == [12345.678] && variance.values[0] < 1e-5)
  }

  @Test(arguments: sweep)
  func noThreadChangesABit(_ row: Case) {
    let operands = Operands(row)
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      return run(row, operands, ownMoments: true, junk: .nan).all.map(\.bits)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  @Test func theInputGradientMayReplaceTheOutputGradient() {
    let row = Case(rows: 60, channels: 18, epilogue: .relu)
    let operands = Operands(row)
    let results = run(row, operands, ownMoments: true, junk: .nan)
    let workspace = Buffer(junk: row.operation.workspaceCount)
    row.operation.gradients(
      input: operands.x.input, mean: results.mean.input, variance: results.variance.input, ownMoments: true,
      gamma: operands.gamma.input, beta: operands.beta.input, outputGradient: operands.dy.input,
      inputGradient: operands.dy.pointer, gammaGradient: nil, betaGradient: nil, workspace: workspace.pointer)
    #expect(operands.dy.bits == results.dx.bits)
  }
}
