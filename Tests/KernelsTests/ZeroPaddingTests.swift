import Kernels
import Testing

/// One row of the sweep.
struct ZeroPaddingCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var padding: Padding

  var operation: ZeroPadding { ZeroPadding(batch: batch, input: (input.0, input.1, input.2), padding: padding) }
  var testDescription: String { "\(batch)x\(input) \(padding)" }

  static let sweep: [ZeroPaddingCase] = [
    ZeroPaddingCase(batch: 1, input: (1, 1, 1), padding: .none),
    ZeroPaddingCase(input: (3, 5, 2), padding: Padding(top: 1, bottom: 2, left: 3, right: 0)),
    ZeroPaddingCase(batch: 40, input: (6, 4, 17), padding: Padding(top: 0, bottom: 0, left: 1, right: 4)),
    ZeroPaddingCase(batch: 3, input: (2, 7, 32), padding: Padding(top: 5, bottom: 0, left: 0, right: 1)),
  ]
}

@Suite struct ZeroPaddingTests {
  static func run(_ row: ZeroPaddingCase, _ x: Buffer, _ dy: Buffer, junk: Float) -> [Buffer] {
    let results = [row.operation.outputCount, x.count].map { Buffer(junk: $0, junk) }
    row.operation.forward(input: x.input, output: results[0].pointer)
    row.operation.gradient(outputGradient: dy.input, inputGradient: results[1].pointer)
    #expect(results.allSatisfy { $0.isIntact })
    return results
  }

  @Test(arguments: ZeroPaddingCase.sweep)
  func surroundsTheImageAndItsGradientCutsTheBorderOff(_ row: ZeroPaddingCase) {
    let operation = row.operation
    let (height, width, channels) = row.input
    let x = Buffer(random: row.batch * height * width * channels, "x")
    let dy = Buffer(random: operation.outputCount, "dy")
    let (values, gradients) = (x.values, dy.values)
    var expected = [Float](repeating: 0, count: operation.outputCount)
    var gradient = [Float](repeating: 0, count: x.count)
    for index in 0..<x.count {
      let (place, c) = (index / channels, index % channels)
      let (n, i, j) = (place / width / height, place / width % height, place % width)
      let row = n * operation.outputHeight + i + row.padding.top
      let to = (row * operation.outputWidth + j + operation.padding.left) * channels + c
      expected[to] = values[index]
      gradient[index] = gradients[to]
    }
    let run = Self.run(row, x, dy, junk: .nan)
    #expect(run[0].values == expected)
    #expect(run[1].values == gradient)
  }
}
