import Foundation
import Kernels
import Testing

@Suite struct ActivationFunctionTests {
  static let functions: [ActivationFunction] = [
    .linear, .relu, .sigmoid, .tanh, .softmax, .gelu, .silu, .elu(alpha: 1), .elu(alpha: 0.7),
    .rectifier(Rectifier(negativeSlope: 0.3)), .rectifier(Rectifier(maxValue: 0.6)),
    .rectifier(Rectifier(negativeSlope: 0.1, maxValue: 0.5, threshold: 0.2)),
  ]

  private func reference(_ function: ActivationFunction, _ row: [Double]) -> [Double] {
    switch function {
    case .linear: return row
    case .relu: return row.map { max($0, 0) }
    case .sigmoid: return row.map { 1 / (1 + exp(-$0)) }
    case .tanh: return row.map { Foundation.tanh($0) }
    case .gelu: return row.map { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 }
    case .silu: return row.map { $0 / (1 + exp(-$0)) }
    case .elu(let alpha): return row.map { $0 > 0 ? $0 : Double(alpha) * expm1($0) }
    case .rectifier(let r):
      return row.map { x in
        x > Double(r.threshold) ? min(x, Double(r.maxValue)) : Double(r.negativeSlope) * (x - Double(r.threshold))
      }
    case .softmax:
      let powers = row.map { exp($0 - (row.max() ?? 0)) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
  }

  @Test(arguments: functions, [(1, 1), (3, 10), (7, 33), (500, 19)])
  func agreesWithItsSlowTwin(_ function: ActivationFunction, _ extents: (Int, Int)) {
    let (rows, columns) = extents
    let x = Buffer(random: rows * columns, "x")
    for i in 0..<x.count { x.pointer[i] *= 20 }
    let y = Buffer(junk: x.count)
    function.forward(input: x.input, output: y.pointer, rows: rows, columns: columns)
    let values = x.values.map { Double($0) }
    let expected = (0..<rows).flatMap { reference(function, Array(values[$0 * columns..<($0 + 1) * columns])) }
    #expect(y.isIntact)
    expectClose(y.values, expected, tolerance: 1e-6, "output")
  }

  /// Central differences of Σ dy · y in float64.
  @Test(arguments: functions)
  func gradientAgreesWithCentralDifferences(_ function: ActivationFunction) {
    let (rows, columns) = (4, 9)
    let (x, dy) = (Buffer(random: rows * columns, "x"), Buffer(random: rows * columns, "dy"))
    let (y, dx) = (Buffer(junk: x.count), Buffer(junk: x.count))
    function.forward(input: x.input, output: y.pointer, rows: rows, columns: columns)
    function.gradient(
      kept: function.keepsInput ? x.input : y.input, outputGradient: dy.input, inputGradient: dx.pointer, rows: rows,
      columns: columns)
    let values = x.values.map { Double($0) }
    let expected = values.indices.map { index in
      let row = index / columns
      let weights = dy.values[row * columns..<(row + 1) * columns]
      let sums = [1e-6, -1e-6].map { step in
        var moved = Array(values[row * columns..<(row + 1) * columns])
        moved[index % columns] += step
        return zip(reference(function, moved), weights).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      return (sums[0] - sums[1]) / 2e-6
    }
    expectClose(dx.values, expected, "gradient")
  }

  @Test(arguments: functions)
  func mayWorkInPlace(_ function: ActivationFunction) {
    let (x, y) = (Buffer(random: 60, "x"), Buffer(junk: 60))
    function.forward(input: x.input, output: y.pointer, rows: 6, columns: 10)
    function.forward(input: x.input, output: x.pointer, rows: 6, columns: 10)
    #expect(x.bits == y.bits)
  }

  @Test(arguments: functions)
  func notANumberStaysSo(_ function: ActivationFunction) {
    let x = Buffer([1, .nan, -1])
    function.forward(input: x.input, output: x.pointer, rows: 1, columns: 3)
    #expect(x.values[1].isNaN)
  }

  /// Relative to each value: near 0 nothing is lost, and tails fall off as they should.
  @Test(arguments: [ActivationFunction.tanh, .elu(alpha: 1), .gelu, .silu])
  func smallValuesKeepTheirDigits(_ function: ActivationFunction) {
    let row = stride(from: -6.0, through: 1, by: 0.01).flatMap { [pow(10, $0), -pow(10, $0)] }.map { Float($0) }
    let x = Buffer(row)
    function.forward(input: x.input, output: x.pointer, rows: 1, columns: row.count)
    let expected = reference(function, row.map { Double($0) })
    for (found, (expected, x)) in zip(x.values, zip(expected, row)) where abs(expected) > 1e-30 {
      // e^(−x²/2) has an error of x²/2 roundings.
      let tolerance = 2e-6 + Double(function == .gelu && x < 0 ? x * x : 0) * 1e-7
      #expect(abs(Double(found) / expected - 1) < tolerance, "\(function)(\(x))")
    }
  }

  @Test func infiniteInputsGiveTheLimits() {
    let ends: [(ActivationFunction, [Float])] = [
      (.tanh, [-1, 1]), (.elu(alpha: 2), [-2, .infinity]), (.relu, [0, .infinity]),
      (.rectifier(Rectifier(maxValue: 6)), [0, 6]),
    ]
    for (function, expected) in ends {
      let x = Buffer([-.infinity, .infinity])
      function.forward(input: x.input, output: x.pointer, rows: 1, columns: 2)
      #expect(x.values == expected, "\(function)")
    }
  }

  @Test func extremeInputsGiveTheLimits() {
    let x = Buffer([-1000, 1000, -88, 88, 0, -.infinity, .infinity])
    ActivationFunction.sigmoid.forward(input: x.input, output: x.pointer, rows: 1, columns: 7)
    let values = x.values
    #expect(values[0] == 0 && values[1] == 1 && values[4] == 0.5 && values[5] == 0 && values[6] == 1)
    #expect(values[2] < 1e-37 && values[3] == 1)
    let large = Buffer([1000, 1000, -1000])
    ActivationFunction.softmax.forward(input: large.input, output: large.pointer, rows: 1, columns: 3)
    #expect(large.values == [0.5, 0.5, 0])
  }

  /// The relative error of the exponential that softmax and sigmoid share, over its whole range.
  @Test func exponentialIsAccurate() {
    for x in stride(from: Float(-80), through: 0, by: 0.013) {
      let row = Buffer([x, 0])
      ActivationFunction.softmax.forward(input: row.input, output: row.pointer, rows: 1, columns: 2)
      let expected = exp(Double(x)) / (1 + exp(Double(x)))
      #expect(abs(Double(row.values[0]) / expected - 1) < 4e-7, "x = \(x)")
    }
  }
}
