import Kernels
import Testing

@Suite struct MaxPoolingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var batch = 2
    var input: (Int, Int, Int)
    var window = (2, 2)
    var strides = (2, 2)
    var isSame = false

    var geometry: PoolingGeometry {
      let padding =
        isSame
        ? Padding.same(
          height: input.0, width: input.1, kernelHeight: window.0, kernelWidth: window.1, strideHeight: strides.0,
          strideWidth: strides.1) : .none
      return PoolingGeometry(
        batch: batch, input: (input.0, input.1, input.2), window: (window.0, window.1), strides: (strides.0, strides.1),
        padding: padding)
    }

    var testDescription: String { "\(batch)x\(input) \(window) /\(strides)\(isSame ? " same" : "")" }
  }

  static let sweep: [Case] = [
    Case(batch: 1, input: (2, 2, 1)),
    Case(batch: 3, input: (26, 26, 32)),
    Case(input: (11, 11, 64)),
    Case(input: (11, 7, 17), isSame: true),
    Case(input: (5, 6, 3), window: (3, 3), strides: (2, 2), isSame: true),
    Case(input: (9, 10, 20), window: (3, 2), strides: (1, 3)),
    Case(input: (4, 4, 16), window: (3, 3), strides: (1, 1), isSame: true),
    Case(batch: 70, input: (3, 3, 5), window: (3, 3), strides: (3, 3)),
    Case(input: (7, 7, 2), window: (1, 1), strides: (2, 2)),
  ]

  /// The slow, obvious twin: value and input position of each maximum.
  private func reference(_ g: PoolingGeometry, _ x: [Float]) -> [(value: Float, position: Int)] {
    var result: [(value: Float, position: Int)] = []
    for n in 0..<g.batch {
      for i in 0..<g.outputHeight {
        for j in 0..<g.outputWidth {
          for c in 0..<g.channels {
            var best = (value: -Float.infinity, position: -1)
            for y in i * g.strideHeight - g.padding.top..<i * g.strideHeight - g.padding.top + g.windowHeight {
              for x0 in j * g.strideWidth - g.padding.left..<j * g.strideWidth - g.padding.left + g.windowWidth {
                guard y >= 0, y < g.height, x0 >= 0, x0 < g.width else { continue }
                let position = ((n * g.height + y) * g.width + x0) * g.channels + c
                if best.position < 0 || x[position] > best.value { best = (x[position], position) }
              }
            }
            result.append(best)
          }
        }
      }
    }
    return result
  }

  private func run(_ g: PoolingGeometry, x: Buffer, dy: Buffer, junk: Float) -> (output: Buffer, gradient: Buffer) {
    let operation = MaxPooling(g)
    let (output, gradient) = (Buffer(junk: operation.outputCount, junk), Buffer(junk: g.inputCount, junk))
    _ = withBytes(operation.winnersCount) { winners in
      operation.forward(input: x.input, output: output.pointer, winners: winners)
      operation.gradient(winners: winners, outputGradient: dy.input, inputGradient: gradient.pointer)
    }
    #expect(output.isIntact && gradient.isIntact)
    return (output, gradient)
  }

  @Test(arguments: sweep)
  func agreesWithItsSlowTwin(_ row: Case) {
    let g = row.geometry
    let (x, dy) = (Buffer(random: g.inputCount, "x"), Buffer(random: g.outputCount, "dy"))
    let expected = reference(g, x.values)
    let result = run(g, x: x, dy: dy, junk: .nan)
    #expect(result.output.values == expected.map(\.value))
    var gradient = [Double](repeating: 0, count: g.inputCount)
    for (at, winner) in expected.enumerated() { gradient[winner.position] += Double(dy.values[at]) }
    expectClose(result.gradient.values, gradient, "gradient")
  }

  @Test func negativeMapsArePooledAlike() {
    let g = Case(batch: 1, input: (3, 3, 1), window: (2, 2), strides: (2, 2), isSame: true).geometry
    let x = Buffer((1...9).map { -Float($0) })
    let result = run(g, x: x, dy: Buffer([1, 2, 3, 4]), junk: 5)
    #expect(result.output.values == [-1, -3, -7, -9])
    #expect(result.gradient.values == [1, 0, 2, 0, 0, 0, 3, 0, 4])
  }

  @Test func ofEqualValuesTheFirstWins() {
    let g = Case(batch: 1, input: (2, 2, 1)).geometry
    #expect(run(g, x: Buffer([3, 3, 3, 3]), dy: Buffer([7]), junk: 1).gradient.values == [7, 0, 0, 0])
  }

  @Test(arguments: 0..<4)
  func notANumberWins(_ place: Int) {
    let g = Case(batch: 1, input: (2, 2, 1)).geometry
    let x = Buffer([1, 2, 3, 4])
    x.pointer[place] = .nan
    let result = run(g, x: x, dy: Buffer([7]), junk: 1)
    #expect(result.output.values[0].isNaN)
    #expect(result.gradient.values[place] == 7)
  }
}
