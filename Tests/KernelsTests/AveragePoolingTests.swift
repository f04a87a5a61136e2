import Kernels
import Tensors
import Testing

@Suite(.serialized) struct AveragePoolingTests {
  private func forEachPlace(
    _ g: PoolingGeometry, _ body: (_ output: Int, _ inputs: [Int]) -> Void
  ) {
    for n in 0..<g.batch {
      for i in 0..<g.outputHeight {
        for j in 0..<g.outputWidth {
          for c in 0..<g.channels {
            let rows = (0..<g.windowHeight).map { i * g.strideHeight - g.padding.top + $0 }
            let columns = (0..<g.windowWidth).map { j * g.strideWidth - g.padding.left + $0 }
            let inside = rows.filter { (0..<g.height).contains($0) }.flatMap { y in
              columns.filter { (0..<g.width).contains($0) }.map { ((n * g.height + y) * g.width + $0) * g.channels + c }
            }
            body(((n * g.outputHeight + i) * g.outputWidth + j) * g.channels + c, inside)
          }
        }
      }
    }
  }

  @Test(arguments: MaxPoolingTests.sweep)
  func agreesWithItsSlowTwin(_ row: MaxPoolingTests.Case) {
    let g = row.geometry
    let operation = AveragePooling(g)
    let (x, dy) = (Buffer(random: g.inputCount, "x"), Buffer(random: g.outputCount, "dy"))
    let (y, dx) = (Buffer(junk: g.outputCount), Buffer(junk: g.inputCount))
    operation.forward(input: x.input, output: y.pointer)
    operation.gradient(outputGradient: dy.input, inputGradient: dx.pointer)
    #expect(y.isIntact && dx.isIntact)
    let (values, slopes) = (x.values, dy.values)
    var output = [Double](repeating: 0, count: g.outputCount)
    var gradient = [Double](repeating: 0, count: g.inputCount)
    forEachPlace(g) { at, inputs in
      for input in inputs {
        output[at] += Double(values[input]) / Double(inputs.count)
        gradient[input] += Double(slopes[at]) / Double(inputs.count)
      }
    }
    expectClose(y.values, output, tolerance: 1e-6, "output")
    expectClose(dx.values, gradient, tolerance: 1e-6, "gradient")
  }

  @Test func paddingDoesNotCount() {
    let g = MaxPoolingTests.Case(batch: 1, input: (3, 3, 1), isSame: true).geometry
    let (x, y) = (Buffer([1, 2, 3, 4, 5, 6, 7, 8, 9]), Buffer(junk: 4))
    AveragePooling(g).forward(input: x.input, output: y.pointer)
    #expect(y.values == [3, 4.5, 7.5, 9])
  }

  @Test(arguments: MaxPoolingTests.sweep.filter { $0.batch > 1 })
  func noThreadChangesABit(_ row: MaxPoolingTests.Case) {
    let operation = AveragePooling(row.geometry)
    let dy = Buffer(random: row.geometry.outputCount, "dy")
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      let dx = Buffer(junk: row.geometry.inputCount)
      operation.gradient(outputGradient: dy.input, inputGradient: dx.pointer)
      return dx.bits
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
