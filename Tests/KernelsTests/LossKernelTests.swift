import Foundation
import Kernels
import Tensors
import Testing

/// Losses against slow twins in Double, over odd shapes.
@Suite struct LossKernelTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let rows: Int
    let columns: Int
    let isWeighted: Bool
    var testDescription: String { "\(name) [\(rows), \(columns)]\(isWeighted ? " weighted" : "")" }

    static let shapes = [(1, 2), (5, 3), (16, 2), (17, 19), (33, 3), (700, 3), (3001, 5), (40_000, 3), (9000, 2)]

    static func sweep(_ names: [String], columns: Int? = nil) -> [Case] {
      names.flatMap { name in
        shapes.flatMap { rows, width in
          [false, true].map { Case(name: name, rows: rows, columns: columns ?? width, isWeighted: $0) }
        }
      }
    }
  }

  /// What a loss gave.
  struct Result {
    let sums: [Double]
    let gradient: Buffer
    let activated: Buffer?
  }

  private static let scale: Float = 0.25

  private static func run(
    _ kernel: LossKernel, _ scores: Buffer, _ target: UnsafeRawPointer, _ weights: Buffer?, activates: Bool
  ) -> Result {
    let (gradient, activated) = (Buffer(junk: scores.count), activates ? Buffer(junk: scores.count) : nil)
    let workspace = Buffer(junk: kernel.workspaceCount)
    var sums = [Double](repeating: .nan, count: kernel.sumCount)
    sums.withUnsafeMutableBufferPointer {
      guard let sums = $0.baseAddress else { return }
      kernel.run(
        LossOperands(
          scores: scores.input, target: target, weights: weights?.input, sums: sums, activated: activated?.pointer,
          gradient: gradient.pointer, scale: Self.scale, workspace: workspace.pointer))
    }
    #expect(gradient.isIntact && activated?.isIntact != false && workspace.isIntact)
    return Result(sums: sums, gradient: gradient, activated: activated)
  }

  private static func weights(_ row: Case) -> Buffer? {
    row.isWeighted ? Buffer((0..<row.rows).map { Float($0 * 7 % 5) / 2 }) : nil
  }

  private func expectTotal(_ result: Result, _ expected: Double, _ what: String) {
    let found = result.sums.reduce(0, +)
    #expect(abs(found - expected) <= 2e-6 * max(abs(expected), 1), "\(what): \(found), not \(expected)")
  }

  // MARK: - Classes

  /// A loss of one row, its slopes and its softmax.
  private typealias RowTwin =
    @Sendable (_ x: [Double], _ t: [Double]) -> (loss: Double, slopes: [Double], softmax: [Double])

  private static func softmax(_ x: [Double]) -> [Double] {
    let powers = x.map { exp($0 - (x.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private static let ofLogits: RowTwin = { x, t in
    let (p, total) = (softmax(x), t.reduce(0, +))
    return (-zip(t, p).map { $0 == 0 ? 0 : $0 * log($1) }.reduce(0, +), zip(p, t).map { $0 * total - $1 }, p)
  }

  private static let ofClipped: RowTwin = { p, t in
    let q = p.map { min(max($0, 1e-7), 1 - 1e-7) }
    let sum = q.reduce(0, +)
    return (log(sum) - zip(t, q).map { $0 * log($1) }.reduce(0, +), zip(q, t).map { 1 / sum - $1 / $0 }, p)
  }

  private static let ofNormalised: RowTwin = { p, t in
    let sum = p.reduce(0, +)
    let q = p.map { $0 / sum }
    let total = t.reduce(0, +)
    return (-zip(t, q).map { $0 * log($1) }.reduce(0, +), zip(q, t).map { (total - $1 / $0) / sum }, q)
  }

  private func expectRows(_ row: Case, _ result: Result, _ scores: Buffer, _ targets: [[Double]], _ twin: RowTwin) {
    let weights = Self.weights(row)?.values ?? [Float](repeating: 1, count: row.rows)
    let values = scores.values
    let all = (0..<row.rows).map { index in
      let start = index * row.columns
      return twin(values[start..<start + row.columns].map { Double($0) }, targets[index])
    }
    expectTotal(result, zip(all, weights).map { $0.loss * Double($1) }.reduce(0, +), "sum")
    let slopes = zip(all, weights).flatMap { one, weight in
      one.slopes.map { $0 * Double(weight) * Double(Self.scale) }
    }
    expectClose(result.gradient.values, slopes, "gradient")
    if let activated = result.activated { expectClose(activated.values, all.flatMap(\.softmax), "softmax") }
  }

  @Test(arguments: Case.sweep(["logits", "probabilities"]))
  func labelsGiveTheLogarithmAtTheLabel(_ row: Case) {
    let isLogits = row.name == "logits"
    let scores = Buffer(random: row.rows * row.columns, "scores")
    if !isLogits { for i in 0..<scores.count { scores.pointer[i] = abs(scores.pointer[i]) * 0.9 + 0.01 } }
    let labels = (0..<row.rows).map { Int32($0 * 3 % row.columns) }
    let kernel = LossKernel.classes(
      ClassLoss(
        rows: row.rows, classes: row.columns, scores: isLogits ? .logits : .probabilities, target: .label))
    let result = labels.withUnsafeBytes { bytes in
      bytes.baseAddress.map { Self.run(kernel, scores, $0, Self.weights(row), activates: isLogits) }
    }
    let targets = labels.map { label in (0..<row.columns).map { $0 == Int(label) ? 1.0 : 0 } }
    guard let result else { return #expect(Bool(false), "no labels") }
    expectRows(row, result, scores, targets, isLogits ? Self.ofLogits : Self.ofClipped)
  }

  @Test(arguments: Case.sweep(["logits", "probabilities", "logits smoothed"]))
  func distributionsGiveTheirCrossEntropy(_ row: Case) {
    let isLogits = row.name.hasPrefix("logits")
    let smoothing = row.name.hasSuffix("smoothed") ? 0.25 : 0.0
    let scores = Buffer(random: row.rows * row.columns, "scores")
    if !isLogits { for i in 0..<scores.count { scores.pointer[i] = abs(scores.pointer[i]) * 0.9 + 0.01 } }
    let targets = Buffer((0..<scores.count).map { Float($0 * 5 % 7) / 6 })
    let kernel = LossKernel.classes(
      ClassLoss(
        rows: row.rows, classes: row.columns, scores: isLogits ? .logits : .probabilities,
        target: .distribution(smoothing: Float(smoothing))))
    let result = Self.run(kernel, scores, UnsafeRawPointer(targets.input), Self.weights(row), activates: isLogits)
    let values = targets.values
    let smoothed = (0..<row.rows).map { index in
      values[index * row.columns..<(index + 1) * row.columns].map {
        Double($0) * (1 - smoothing) + smoothing / Double(row.columns)
      }
    }
    expectRows(row, result, scores, smoothed, isLogits ? Self.ofLogits : Self.ofNormalised)
  }

  @Test func gradientMayOverwriteTheLogits() {
    let (x, labels) = (Buffer(random: 21 * 5, "x"), (0..<21).map { Int32($0 % 5) })
    let kernel = ClassLoss(rows: 21, classes: 5, scores: .logits, target: .label)
    let (apart, workspace) = (Buffer(junk: x.count), Buffer(junk: 0))
    var sums = [0.0, 0.0]
    for gradient in [apart, x] {
      labels.withUnsafeBytes { bytes in
        guard let labels = bytes.baseAddress else { return }
        LossKernel.classes(kernel).run(
          LossOperands(
            scores: x.input, target: labels, weights: nil, sums: &sums, activated: nil, gradient: gradient.pointer,
            scale: 1, workspace: workspace.pointer))
      }
    }
    #expect(x.bits == apart.bits)
  }

  @Test func hugeAndInfiniteLogitsKeepTheirDifference() {
    let x = Buffer([10_000, 10_001, 0, -.infinity])
    let kernel = LossKernel.classes(ClassLoss(rows: 2, classes: 2, scores: .logits, target: .label))
    let labels: [Int32] = [0, 0]
    let result = labels.withUnsafeBytes { bytes in
      bytes.baseAddress.map { Self.run(kernel, x, $0, nil, activates: false) }
    }
    expectClose((result?.sums ?? []).map { Float($0) }, [log(1 + exp(1.0))], "loss")
  }

  @Test func clippedProbabilitiesHaveNoSlope() {
    let p = Buffer([0.2, 0.5, 0.1, 0, 1, 0])
    let kernel = LossKernel.classes(ClassLoss(rows: 2, classes: 3, scores: .probabilities, target: .label))
    let labels: [Int32] = [1, 0]
    let result = labels.withUnsafeBytes { bytes in
      bytes.baseAddress.map { Self.run(kernel, p, $0, nil, activates: false) }
    }
    let expected = -log(0.5 / 0.8) - log(1e-7 / (1 + 1e-7))
    expectClose((result?.sums ?? []).map { Float($0) }, [expected], "loss")
    #expect(result?.gradient.values[3...].allSatisfy { $0 == 0 } == true)
  }

  @Test func notANumberShows() {
    let x = Buffer([0, .nan, 1, 2])
    for scores in [ClassLoss.Scores.logits, .probabilities] {
      let kernel = LossKernel.classes(ClassLoss(rows: 2, classes: 2, scores: scores, target: .label))
      let labels: [Int32] = [0, 0]
      let result = labels.withUnsafeBytes { bytes in
        bytes.baseAddress.map { Self.run(kernel, x, $0, nil, activates: false) }
      }
      #expect(result?.sums[0].isNaN == true)
    }
  }

  // MARK: - Elements

  private static let elements:
    [String: (rule: ElementLoss.Rule, twin: @Sendable (_ p: Double, _ t: Double) -> (loss: Double, slope: Double))] = [
      "squared": (.squared, { p, t in ((p - t) * (p - t), 2 * (p - t)) }),
      "absolute": (.absolute, { p, t in (abs(p - t), p > t ? 1 : p < t ? -1 : 0) }),
      "binary logits": (
        .binaryLogits(smoothing: 0.5),
        { z, t in (log(1 + exp(z)) - z * (t / 2 + 0.25), 1 / (1 + exp(-z)) - (t / 2 + 0.25)) }
      ),
      "binary": (
        .binaryProbabilities(smoothing: 0), { p, t in (-t * log(p) - (1 - t) * log(1 - p), (1 - t) / (1 - p) - t / p) }
      ),
    ]

  @Test(
    arguments: Case.sweep(["squared", "absolute", "binary logits", "binary"]) + Case.sweep(["squared"], columns: 1))
  func elementsGiveTheMeanOfEachRow(_ row: Case) throws {
    let (rule, twin) = try #require(Self.elements[row.name])
    let scores = Buffer(random: row.rows * row.columns, "scores")
    if row.name == "binary" { for i in 0..<scores.count { scores.pointer[i] = abs(scores.pointer[i]) * 0.9 + 0.05 } }
    let targets = Buffer((0..<scores.count).map { Float($0 * 5 % 7 % 2) })
    let kernel = LossKernel.elements(ElementLoss(rule, rows: row.rows, columns: row.columns))
    let result = Self.run(kernel, scores, UnsafeRawPointer(targets.input), Self.weights(row), activates: true)
    let weights = Self.weights(row)?.values
    let (values, wanted) = (scores.values, targets.values)
    var (sum, slopes) = (0.0, [Double]())
    for i in 0..<scores.count {
      let (loss, slope) = twin(Double(values[i]), Double(wanted[i]))
      let share = Double(weights?[i / row.columns] ?? 1) / Double(row.columns)
      sum += loss * share
      slopes.append(slope * share * Double(Self.scale))
    }
    expectTotal(result, sum, "sum")
    expectClose(result.gradient.values, slopes, "gradient")
  }

  @Test func largeLogitsLoseNothing() {
    let (z, t) = (Buffer([80, -80, 20, 0]), Buffer([1, 0, 0, 1]))
    let kernel = LossKernel.elements(ElementLoss(.binaryLogits(smoothing: 0), rows: 4, columns: 1))
    let result = Self.run(kernel, z, UnsafeRawPointer(t.input), nil, activates: true)
    expectClose(result.sums.map { Float($0) }, [20 + log(2.0)], "loss")
    expectClose(result.activated?.values ?? [], [1, 0, 1, 0.5], "sigmoid")
  }

  // MARK: - Dice

  @Test(arguments: Case.sweep(["dice"]))
  func diceIsTheOverlapOfTheWholeBatch(_ row: Case) {
    let p = Buffer(random: row.rows * row.columns, "p")
    for i in 0..<p.count { p.pointer[i] = abs(p.pointer[i]) }
    let t = Buffer((0..<p.count).map { Float($0 * 5 % 7 % 2) })
    let kernel = LossKernel.dice(DiceLoss(rows: row.rows, columns: row.columns))
    let result = Self.run(kernel, p, UnsafeRawPointer(t.input), Self.weights(row), activates: false)
    let weights = Self.weights(row)?.values ?? [1]
    let weight = weights.map { Double($0) }.reduce(0, +) / Double(weights.count)
    let both = zip(p.values, t.values).map { Double($0) * Double($1) }.reduce(0, +)
    let total = (p.values + t.values).map { Double($0) }.reduce(0, +) + 1e-7
    expectTotal(result, (1 - 2 * both / total) * weight, "loss")
    let slopes = t.values.map { 2 * (both / total - Double($0)) / total * weight * Double(Self.scale) }
    expectClose(result.gradient.values, slopes, tolerance: 1e-6, "gradient")
  }

  // MARK: - Threads

  @Test func theNumberOfThreadsChangesNoBit() {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let (x, t) = (Buffer(random: 30_000 * 3, "x"), Buffer((0..<90_000).map { Float($0 % 2) }))
    let kernels: [LossKernel] = [
      .classes(ClassLoss(rows: 30_000, classes: 3, scores: .logits, target: .distribution(smoothing: 0))),
      .elements(ElementLoss(.squared, rows: 30_000, columns: 3)), .dice(DiceLoss(rows: 30_000, columns: 3)),
    ]
    for kernel in kernels {
      let runs = [1, 2, 3].map { threads in
        ThreadPool.shared.threads = threads
        return Self.run(kernel, x, UnsafeRawPointer(t.input), nil, activates: false)
      }
      for run in runs.dropFirst() {
        #expect(run.sums == runs[0].sums)
        #expect(run.gradient.bits == runs[0].gradient.bits)
      }
    }
  }
}
