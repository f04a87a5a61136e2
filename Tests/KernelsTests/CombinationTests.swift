import Kernels
import Tensors
import Testing

/// Two arrays of the shapes of a case, joined by a slow twin that goes through all indices.
struct CombinationCase: CustomTestStringConvertible, Sendable {
  let left: [Int]
  let right: [Int]

  var testDescription: String { "\(left) and \(right)" }
  var shape: [Int] { zip(left, right).map { max($0, $1) } }
  var broadcast: Broadcast { Broadcast(left: left, right: right) }

  static let sweep = [
    CombinationCase(left: [1], right: [1]),
    CombinationCase(left: [2, 3, 5], right: [2, 3, 5]),
    CombinationCase(left: [4, 5000], right: [4, 5000]),
    CombinationCase(left: [3, 4, 5, 18], right: [3, 1, 1, 18]),
    CombinationCase(left: [3, 1, 1, 7], right: [3, 6, 5, 7]),
    CombinationCase(left: [2, 7, 6, 1], right: [2, 7, 6, 33]),
    CombinationCase(left: [2, 7, 6, 16], right: [2, 1, 6, 1]),
    CombinationCase(left: [2, 1, 6, 3], right: [2, 5, 1, 3]),
    CombinationCase(left: [2, 3, 1], right: [2, 1, 40]),
    CombinationCase(left: [5, 1, 1], right: [5, 90, 70]),
    CombinationCase(left: [5, 1, 300], right: [5, 150, 300]),
  ]

  /// The place in an array of a place of the result.
  static func place(_ index: Int, of shape: [Int], in own: [Int]) -> Int {
    var (rest, place, stride) = (index, 0, 1)
    for (extent, limit) in zip(own.reversed(), shape.reversed()) {
      if extent > 1 { place += rest % limit * stride }
      rest /= limit
      stride *= extent
    }
    return place
  }
}

@Suite struct CombinationTests {
  static let functions: [Combination.Function] = [.sum, .difference, .product, .maximum, .minimum]

  private func reference(_ function: Combination.Function, _ x: Double, _ y: Double) -> Double {
    switch function {
    case .sum: x + y
    case .difference: x - y
    case .product: x * y
    case .maximum: max(x, y)
    case .minimum: min(x, y)
    }
  }

  @Test(arguments: CombinationCase.sweep, functions)
  func agreesWithItsSlowTwin(_ row: CombinationCase, _ function: Combination.Function) {
    let x = Buffer(random: row.left.reduce(1, *), "x")
    let y = Buffer(random: row.right.reduce(1, *), "y")
    for epilogue in [Epilogue.linear, .relu] {
      let output = Buffer(junk: row.shape.reduce(1, *))
      Combination(function, row.broadcast, epilogue: epilogue).forward(
        left: x.input, right: y.input, output: output.pointer)
      let (a, b) = (x.values, y.values)
      let expected = (0..<output.count).map { index in
        let value = reference(
          function, Double(a[CombinationCase.place(index, of: row.shape, in: row.left)]),
          Double(b[CombinationCase.place(index, of: row.shape, in: row.right)]))
        return epilogue == .relu ? max(value, 0) : value
      }
      #expect(output.isIntact)
      expectClose(output.values, expected, tolerance: 1e-6, "output")
    }
  }

  @Test(arguments: CombinationCase.sweep)
  func gradientsOfAMaximumGoWhereItCameFrom(_ row: CombinationCase) {
    let x = Buffer(random: row.left.reduce(1, *), "x")
    let y = Buffer(random: row.right.reduce(1, *), "y")
    for index in 0..<x.count { x.pointer[index] = (x.pointer[index] * 4).rounded() }
    for index in 0..<y.count { y.pointer[index] = (y.pointer[index] * 4).rounded() }
    let dy = Buffer(random: row.shape.reduce(1, *), "dy")
    for function in [Combination.Function.maximum, .minimum] {
      let (left, right) = (Buffer(junk: dy.count), Buffer(junk: dy.count))
      Combination(function, row.broadcast).split(
        left: x.input, right: y.input, outputGradient: dy.input, leftGradient: left.pointer,
        rightGradient: right.pointer)
      #expect(left.isIntact && right.isIntact)
      let (a, b, d, l, r) = (x.values, y.values, dy.values, left.values, right.values)
      for index in 0..<dy.count {
        let p = a[CombinationCase.place(index, of: row.shape, in: row.left)]
        let q = b[CombinationCase.place(index, of: row.shape, in: row.right)]
        let isLeft = function == .maximum ? p >= q : p <= q
        guard l[index] == (isLeft ? d[index] : 0), r[index] == (isLeft ? 0 : d[index]) else {
          Issue.record("\(function) at \(index)")
          return
        }
      }
    }
  }

  @Test(arguments: CombinationCase.sweep)
  func sumsUndoRepetition(_ row: CombinationCase) {
    let source = Buffer(random: row.shape.reduce(1, *), "source")
    for own in [row.left, row.right] {
      let target = Buffer(junk: own.reduce(1, *))
      AxisSum(source: row.shape, target: own).forward(source: source.input, target: target.pointer)
      var expected = [Double](repeating: 0, count: target.count)
      for (index, value) in source.values.enumerated() {
        expected[CombinationCase.place(index, of: row.shape, in: own)] += Double(value)
      }
      #expect(target.isIntact)
      expectClose(target.values, expected, tolerance: 1e-6, "sums to \(own)")
    }
  }

  @Test(arguments: functions)
  func notANumberStaysSo(_ function: Combination.Function) {
    for (x, y) in [(Float.nan, Float(1)), (1, .nan)] {
      let (left, right, output) = (Buffer([x]), Buffer([y]), Buffer(junk: 1, 0))
      Combination(function, Broadcast(left: [1], right: [1]), epilogue: .relu).forward(
        left: left.input, right: right.input, output: output.pointer)
      #expect(output.values[0].isNaN)
      #expect(left.isIntact && right.isIntact)
    }
  }

  @Test(arguments: [(1, [1]), (3, [2, 5]), (700, [3, 1, 40]), (2, [9000, 20, 7])])
  func joinedArraysLieSideBySideAndComeBack(_ rows: Int, _ widths: [Int]) {
    let operation = Joining(rows: rows, widths: widths)
    let arrays = widths.enumerated().map { Buffer(random: rows * $1, "array \($0)") }
    let result = Buffer(junk: rows * operation.width)
    for (number, array) in arrays.enumerated() { operation.insert(number, from: array.input, into: result.pointer) }
    let values = arrays.map(\.values)
    let expected = (0..<rows).flatMap { row in
      zip(values, widths).flatMap { values, width in values[row * width..<(row + 1) * width] }
    }
    #expect(result.values == expected && result.isIntact)
    for (number, array) in arrays.enumerated() {
      let back = Buffer(junk: array.count)
      operation.extract(number, from: result.input, into: back.pointer)
      #expect(back.bits == array.bits && back.isIntact)
    }
  }
}

/// The bits for one, two and three threads.
@Suite(.serialized) struct CombinationThreadTests {
  private func expectSameBits(_ run: () -> [Buffer]) {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      return run().map(\.bits)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  @Test(arguments: CombinationCase.sweep)
  func changeNoBitOfACombinationOrItsSums(_ row: CombinationCase) {
    let x = Buffer(random: row.left.reduce(1, *), "x")
    let y = Buffer(random: row.right.reduce(1, *), "y")
    expectSameBits {
      let output = Buffer(junk: row.shape.reduce(1, *))
      Combination(.product, row.broadcast).forward(left: x.input, right: y.input, output: output.pointer)
      let sums = [row.left, row.right].map { own in
        let target = Buffer(junk: own.reduce(1, *))
        AxisSum(source: row.shape, target: own).forward(source: output.input, target: target.pointer)
        return target
      }
      return [output] + sums
    }
  }

  @Test(arguments: ActivationFunctionTests.functions)
  func changeNoBitOfAnActivation(_ function: ActivationFunction) {
    let (x, dy) = (Buffer(random: 30_001, "x"), Buffer(random: 30_001, "dy"))
    expectSameBits {
      let (y, dx) = (Buffer(junk: x.count), Buffer(junk: x.count))
      function.forward(input: x.input, output: y.pointer, rows: 1, columns: x.count)
      function.gradient(
        kept: function.keepsInput ? x.input : y.input, outputGradient: dy.input, inputGradient: dx.pointer, rows: 1,
        columns: x.count)
      return [y, dx]
    }
  }

  @Test func changeNoBitOfStandardizationSpatialDropoutAndPooling() {
    let (x, moments) = (Buffer(random: 4 * 500 * 19, "x"), Buffer((0..<19).map { Float($0) }))
    expectSameBits {
      let outputs = (0..<4).map { _ in Buffer(junk: x.count) }
      let standardization = Standardization(shape: [4, 500, 19], moments: [1, 1, 19], isInverse: false)
      let workspace = Buffer(junk: 100)
      standardization.forward(
        input: x.input, mean: moments.input, variance: moments.input, output: outputs[0].pointer,
        workspace: workspace.pointer)
      SpatialDropout(rate: 0.4, batch: 4, places: 500, channels: 19).apply(
        input: x.input, output: outputs[1].pointer, key: 5, workspace: workspace.pointer)
      let geometry = PoolingGeometry(batch: 4, input: (25, 20, 19), window: (25, 20), strides: (1, 1))
      outputs[2].pointer.update(repeating: 0, count: x.count)
      AveragePooling(geometry).forward(input: x.input, output: outputs[2].pointer)
      AveragePooling(geometry).gradient(outputGradient: x.input, inputGradient: outputs[3].pointer)
      return outputs
    }
  }
}
