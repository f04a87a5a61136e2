import Kernels
import Testing

@Suite struct GlobalPoolingTests {
  static let extents = [(1, 1, 1), (2, 35, 3), (3, 200, 16), (1, 7, 33), (5, 130, 70)]

  private func run(_ operation: GlobalPooling, _ x: Buffer, _ dy: Buffer) -> (y: Buffer, dx: Buffer) {
    let (y, dx) = (Buffer(junk: dy.count), Buffer(junk: x.count))
    operation.forward(input: x.input, output: y.pointer)
    operation.gradient(input: x.input, output: y.input, outputGradient: dy.input, inputGradient: dx.pointer)
    #expect(y.isIntact && dx.isIntact)
    return (y, dx)
  }

  @Test(arguments: extents, [GlobalPooling.Kind.average, .maximum])
  func agreesWithItsSlowTwin(_ extents: (Int, Int, Int), _ kind: GlobalPooling.Kind) {
    let (batch, places, channels) = extents
    let (x, dy) = (Buffer(random: batch * places * channels, "x"), Buffer(random: batch * channels, "dy"))
    for i in 0..<x.count { x.pointer[i] = (x.pointer[i] * 50).rounded() / 50 }
    let result = run(GlobalPooling(kind, batch: batch, places: places, channels: channels), x, dy)
    var (output, gradient) = ([Double](), [Double](repeating: 0, count: x.count))
    for n in 0..<batch {
      for c in 0..<channels {
        let at = (0..<places).map { (n * places + $0) * channels + c }
        let values = at.map { Double(x.values[$0]) }
        let most = values.max() ?? 0
        output.append(kind == .average ? values.reduce(0, +) / Double(places) : most)
        let winners = kind == .average ? at : zip(at, values).filter { $0.1 == most }.map(\.0)
        for place in winners { gradient[place] = Double(dy.values[n * channels + c]) / Double(winners.count) }
      }
    }
    expectClose(result.y.values, output, tolerance: 1e-6, "output")
    expectClose(result.dx.values, gradient, tolerance: 1e-6, "gradient")
  }

  @Test func notANumberWins() {
    let operation = GlobalPooling(.maximum, batch: 1, places: 3, channels: 1)
    let y = Buffer(junk: 1, 0)
    operation.forward(input: Buffer([1, .nan, 2]).input, output: y.pointer)
    #expect(y.values[0].isNaN)
  }
}
