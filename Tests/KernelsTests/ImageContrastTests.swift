import Kernels
import Testing

/// One row of the sweep.
struct ContrastCase: CustomTestStringConvertible, Sendable {
  var image: (Int, Int, Int)
  var range: ClosedRange<Float> = -0.8...0.7
  static let factors: [Float] = [0.3, 1.6, 1]

  var operation: ImageContrast { ImageContrast(batch: 3, image: image, range: range) }
  var testDescription: String { "\(image) \(range)" }

  static let sweep = [
    ContrastCase(image: (1, 1, 1)), ContrastCase(image: (7, 5, 3)), ContrastCase(image: (40, 33, 1)),
    ContrastCase(image: (6, 9, 4), range: -9...9), ContrastCase(image: (3, 2, 16)), ContrastCase(image: (4, 3, 21)),
  ]
}

@Suite struct ImageContrastTests {
  static func run(_ row: ContrastCase, _ x: Buffer, _ dy: Buffer) -> [Buffer] {
    let results = [Buffer(junk: x.count), Buffer(junk: x.count)]
    row.operation.forward(input: x.input, output: results[0].pointer) { ContrastCase.factors[$0] }
    row.operation.gradient(input: x.input, outputGradient: dy.input, inputGradient: results[1].pointer) {
      ContrastCase.factors[$0]
    }
    #expect(results.allSatisfy { $0.isIntact })
    return results
  }

  @Test(arguments: ContrastCase.sweep)
  func agreesWithItsSlowTwin(_ row: ContrastCase) {
    let (x, dy) = (Buffer(random: row.operation.count, "x"), Buffer(random: row.operation.count, "dy"))
    let (pixels, channels) = (row.image.0 * row.image.1, row.image.2)
    var output = [Double](repeating: 0, count: x.count)
    var gradient = output
    let (values, gradients) = (x.values.map(Double.init), dy.values.map(Double.init))
    let (low, high) = (Double(row.range.lowerBound), Double(row.range.upperBound))
    for (n, c) in (0..<3).flatMap({ n in (0..<channels).map { (n, $0) } }) {
      let places = (0..<pixels).map { (n * pixels + $0) * channels + c }
      let factor = Double(ContrastCase.factors[n])
      let mean = places.map { values[$0] }.reduce(0, +) / Double(pixels)
      let moved = places.map { (values[$0] - mean) * factor + mean }
      let kept = zip(places, moved).map { low <= $1 && $1 <= high ? gradients[$0] : 0 }
      for (i, place) in places.enumerated() {
        output[place] = min(max(moved[i], low), high)
        gradient[place] = factor * kept[i] + (1 - factor) * kept.reduce(0, +) / Double(pixels)
      }
    }
    let run = Self.run(row, x, dy)
    expectClose(run[0].values, output, "output")
    expectClose(run[1].values, gradient, "gradient")
  }

  @Test func factorsFillTheirRange() {
    let drawn = (0..<4000).map { ImageContrast.factor(in: 0.8...1.5, key: 7, image: $0) }
    #expect(drawn.allSatisfy { (0.8...1.5).contains($0) })
    #expect((drawn.min() ?? 9) < 0.803 && (drawn.max() ?? 0) > 1.497)
    #expect(abs(drawn.reduce(0, +) / 4000 - 1.15) < 0.012)
  }
}

extension ThreadCountTests {
  @Test(arguments: ContrastCase.sweep)
  func changesNoBitOfAContrast(_ row: ContrastCase) {
    let (x, dy) = (Buffer(random: row.operation.count, "x"), Buffer(random: row.operation.count, "dy"))
    expectSameBits { ImageContrastTests.run(row, x, dy) }
  }
}
