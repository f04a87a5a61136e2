import Foundation
import Kernels
import Testing

@Suite struct CrossEntropyTests {
  private let rows = 6
  private let classes = 19

  private func softmax(_ row: [Double]) -> [Double] {
    let powers = row.map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private func split(_ values: [Float]) -> [[Double]] {
    (0..<rows).map { row in values[row * classes..<(row + 1) * classes].map { Double($0) } }
  }

  @Test func sparseFromLogitsIsMinusLogSoftmax() {
    let x = Buffer(random: rows * classes, "x")
    let labels = (0..<rows).map { Int32($0 * 3) }
    let (losses, p, d) = (Buffer(junk: rows), Buffer(junk: x.count), Buffer(junk: x.count))
    CrossEntropy.sparseFromLogits(
      x.input, labels: labels, rows: rows, classes: classes, losses: losses.pointer, probabilities: p.pointer,
      gradient: d.pointer, scale: 0.25)
    let expected = split(x.values).map(softmax)
    expectClose(losses.values, zip(expected, labels).map { -log($0[Int($1)]) }, "loss")
    expectClose(p.values, expected.flatMap { $0 }, "probabilities")
    let gradient = zip(expected, labels).flatMap { row, label in
      row.enumerated().map { ($0.element - ($0.offset == Int(label) ? 1 : 0)) * 0.25 }
    }
    expectClose(d.values, gradient, "gradient")
  }

  @Test func gradientMayOverwriteTheLogits() {
    let (x, d) = (Buffer(random: rows * classes, "x"), Buffer(junk: rows * classes))
    let labels = [Int32](repeating: 2, count: rows)
    let losses = Buffer(junk: rows)
    for target in [d, x] {
      CrossEntropy.sparseFromLogits(
        x.input, labels: labels, rows: rows, classes: classes, losses: losses.pointer, probabilities: nil,
        gradient: target.pointer, scale: 1)
    }
    #expect(x.bits == d.bits)
  }

  @Test func hugeLogitsKeepTheirDifference() {
    let x = Buffer([10_000, 10_001])
    let losses = Buffer(junk: 1)
    CrossEntropy.sparseFromLogits(
      x.input, labels: [0], rows: 1, classes: 2, losses: losses.pointer, probabilities: nil, gradient: nil, scale: 1)
    expectClose(losses.values, [log(1 + exp(1.0))], "loss")
  }

  /// −log of the clipped probability over the sum of all clipped ones; central differences for the gradient.
  @Test func sparseFromProbabilitiesClipsAndRenormalises() {
    let p = Buffer([0.2, 0.5, 0.1, 0, 1, 0])
    let labels: [Int32] = [1, 0]
    let (losses, d) = (Buffer(junk: 2), Buffer(junk: 6))
    CrossEntropy.sparse(
      p.input, labels: labels, rows: 2, classes: 3, losses: losses.pointer, gradient: d.pointer, scale: 1)
    expectClose(losses.values, [-log(0.5 / 0.8), -log(1e-7 / (1 + 1e-7))], "loss")
    expectClose(Array(d.values[..<3]), [1 / 0.8, 1 / 0.8 - 2, 1 / 0.8], "gradient")
    #expect(Array(d.values[3...]) == [0, 0, 0])
  }

  @Test func binaryFromLogitsAgreesWithProbabilities() {
    let count = 37
    let z = Buffer(random: count, "z")
    let t = Buffer((0..<count).map { Float($0 % 2) })
    let (losses, p, d) = (Buffer(junk: count), Buffer(junk: count), Buffer(junk: count))
    CrossEntropy.binaryFromLogits(
      z.input, targets: t.input, count: count, losses: losses.pointer, probabilities: p.pointer, gradient: d.pointer,
      scale: 2)
    let expected = z.values.map { 1 / (1 + exp(-Double($0))) }
    let targets = t.values.map { Double($0) }
    expectClose(p.values, expected, "probabilities")
    expectClose(losses.values, zip(expected, targets).map { -$1 * log($0) - (1 - $1) * log(1 - $0) }, "loss")
    expectClose(d.values, zip(expected, targets).map { ($0 - $1) * 2 }, "gradient")
    let direct = Buffer(junk: count)
    CrossEntropy.binary(
      p.input, targets: t.input, count: count, losses: direct.pointer, gradient: nil, scale: 1)
    expectClose(direct.values, losses.values.map { Double($0) }, "loss from probabilities")
  }

  @Test func binaryFromProbabilitiesClips() {
    let (p, t) = (Buffer([0, 1, 0.25]), Buffer([1, 0, 1]))
    let (losses, d) = (Buffer(junk: 3), Buffer(junk: 3))
    CrossEntropy.binary(p.input, targets: t.input, count: 3, losses: losses.pointer, gradient: d.pointer, scale: 1)
    expectClose(losses.values, [-log(1e-7), -log(1.1920929e-7), -log(0.25)], "loss")
    #expect(d.values == [0, 0, -4])
  }
}
