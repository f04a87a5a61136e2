import Kernels
import Testing

/// One row of the sweep.
struct TransposedCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var kernel = (3, 3)
  var filters: Int
  var strides = (1, 1)
  var isSame = false
  var epilogue = Epilogue.linear

  var operation: TransposedConvolution {
    let geometry = TransposedGeometry(
      batch: batch, input: (input.0, input.1, input.2), kernel: (kernel.0, kernel.1), filters: filters,
      strides: (strides.0, strides.1), isSame: isSame)
    return TransposedConvolution(geometry, epilogue: epilogue)
  }

  var testDescription: String {
    "\(batch)x\(input) \(kernel) /\(strides) \(filters)\(isSame ? " same" : "") \(epilogue)"
  }

  static let sweep: [TransposedCase] = [
    TransposedCase(batch: 1, input: (1, 1, 1), kernel: (1, 1), filters: 1),
    TransposedCase(batch: 1, input: (3, 4, 1), filters: 1, isSame: true, epilogue: .relu),
    TransposedCase(batch: 5, input: (7, 6, 32), filters: 64, isSame: true, epilogue: .relu),
    TransposedCase(input: (5, 7, 3), filters: 17, epilogue: .relu),
    TransposedCase(input: (6, 4, 32), filters: 32, strides: (2, 2), isSame: true, epilogue: .relu),
    TransposedCase(input: (5, 5, 6), filters: 9, strides: (2, 2)),
    TransposedCase(input: (4, 5, 8), kernel: (2, 3), filters: 5, strides: (3, 2), isSame: true),
    TransposedCase(input: (4, 3, 7), kernel: (2, 2), filters: 16, strides: (3, 3), epilogue: .relu),
    TransposedCase(input: (3, 5, 2), kernel: (1, 1), filters: 3, strides: (2, 3), isSame: true),
    TransposedCase(input: (6, 7, 4), kernel: (5, 4), filters: 6, strides: (2, 1), isSame: true, epilogue: .relu),
    TransposedCase(input: (4, 4, 5), kernel: (4, 4), filters: 3, strides: (2, 2), isSame: true),
    TransposedCase(batch: 9, input: (5, 4, 3), kernel: (2, 5), filters: 4, isSame: true),
    TransposedCase(batch: 3, input: (20, 24, 64), filters: 64, strides: (2, 2), isSame: true, epilogue: .relu),
    TransposedCase(batch: 2, input: (16, 12, 96), filters: 64, strides: (2, 2)),
  ]
}

/// The slow, obvious twin of `TransposedConvolution`, in float64: each input place adds its patch to the output.
private struct ReferenceTransposed {
  let row: TransposedCase
  let g: TransposedGeometry

  init(_ row: TransposedCase) { (self.row, g) = (row, row.operation.geometry) }

  func forward(_ x: [Float], _ w: [Float], _ b: [Float]?) -> [Double] {
    var result = (0..<g.outputCount).map { Double(b?[$0 % g.filters] ?? 0) }
    eachTap { from, to, tap in result[to] += Double(x[from]) * Double(w[tap]) }
    return row.epilogue == .relu ? result.map { max($0, 0) } : result
  }

  func gradients(_ x: [Float], _ w: [Float], _ dz: [Double]) -> (input: [Double], filter: [Double], bias: [Double]) {
    var input = [Double](repeating: 0, count: g.inputCount)
    var filter = [Double](repeating: 0, count: g.filterCount)
    var bias = [Double](repeating: 0, count: g.filters)
    for (to, d) in dz.enumerated() { bias[to % g.filters] += d }
    eachTap { from, to, tap in
      input[from] += dz[to] * Double(w[tap])
      filter[tap] += dz[to] * Double(x[from])
    }
    return (input, filter, bias)
  }

  /// Zeros that Keras' `same` cuts off at the top or left: half of what a kernel exceeds its stride by, rounded down.
  private func cut(_ kernel: Int, _ stride: Int) -> Int { row.isSame ? max(kernel - stride, 0) / 2 : 0 }

  private func eachTap(_ body: (_ from: Int, _ to: Int, _ tap: Int) -> Void) {
    for place in 0..<g.batch * g.height * g.width {
      let (n, i, j) = (place / g.width / g.height, place / g.width % g.height, place % g.width)
      for tap in 0..<row.kernel.0 * row.kernel.1 {
        let y = i * row.strides.0 + tap / row.kernel.1 - cut(row.kernel.0, row.strides.0)
        let x = j * row.strides.1 + tap % row.kernel.1 - cut(row.kernel.1, row.strides.1)
        guard y >= 0, y < g.outputHeight, x >= 0, x < g.outputWidth else { continue }
        for f in 0..<g.filters {
          for c in 0..<g.channels {
            let to = ((n * g.outputHeight + y) * g.outputWidth + x) * g.filters + f
            body(place * g.channels + c, to, (tap * g.filters + f) * g.channels + c)
          }
        }
      }
    }
  }
}

@Suite struct TransposedConvolutionTests {
  struct Operands {
    let x: Buffer
    let w: Buffer
    let b: Buffer
    let dy: Buffer

    init(_ g: TransposedGeometry) {
      x = Buffer(random: g.inputCount, "x")
      w = Buffer(random: g.filterCount, "w")
      b = Buffer(random: g.filters, "b")
      dy = Buffer(random: g.outputCount, "dy")
    }
  }

  /// Output, and the gradients by input, filter and bias.
  static func run(_ operation: TransposedConvolution, _ operands: Operands, junk: Float) -> [Buffer] {
    let g = operation.geometry
    let results = [g.outputCount, g.inputCount, g.filterCount, g.filters].map { Buffer(junk: $0, junk) }
    let workspace = Buffer(junk: operation.workspaceCount, junk)
    operation.forward(
      input: operands.x.input, filter: operands.w.input, bias: operands.b.input, output: results[0].pointer,
      workspace: workspace.pointer)
    operation.gradients(
      input: operands.x.input, filter: operands.w.input, output: results[0].input, outputGradient: operands.dy.input,
      inputGradient: results[1].pointer, filterGradient: results[2].pointer, biasGradient: results[3].pointer,
      workspace: workspace.pointer)
    #expect((results + [workspace]).allSatisfy { $0.isIntact }, "memory beyond a buffer was written")
    return results
  }

  @Test(arguments: TransposedCase.sweep)
  func agreesWithItsSlowTwin(_ row: TransposedCase) {
    let operands = Operands(row.operation.geometry)
    let reference = ReferenceTransposed(row)
    let run = Self.run(row.operation, operands, junk: .nan)
    let (x, w) = (operands.x.values, operands.w.values)
    expectClose(run[0].values, reference.forward(x, w, operands.b.values), "output")
    let dz = zip(run[0].values, operands.dy.values).map { y, d in row.epilogue == .relu && y <= 0 ? 0 : Double(d) }
    let expected = reference.gradients(x, w, dz)
    expectClose(run[1].values, expected.input, "input gradient")
    expectClose(run[2].values, expected.filter, "filter gradient")
    expectClose(run[3].values, expected.bias, "bias gradient")
  }

  @Test(arguments: TransposedCase.sweep)
  func doesNotReadWhatItHasNotWritten(_ row: TransposedCase) {
    let operands = Operands(row.operation.geometry)
    let runs = [Float.nan, 1e30].map { Self.run(row.operation, operands, junk: $0).map(\.bits) }
    #expect(runs[0] == runs[1])
  }

  /// Masked gradients of a batch that is too large are made a few images at a time.
  @Test func aLargeBatchGivesTheSumOfItsParts() {
    let row = TransposedCase(
      batch: 3, input: (150, 160, 1), filters: 64, strides: (2, 2), isSame: true, epilogue: .relu)
    let operands = Operands(row.operation.geometry)
    let whole = Self.run(row.operation, operands, junk: .nan)
    var part = row
    part.batch = 1
    let single = part.operation.geometry
    var sums = [[Double]](repeating: [], count: 2)
    for n in 0..<3 {
      let image = Operands(single)
      image.x.pointer.update(from: operands.x.input + n * single.inputCount, count: single.inputCount)
      image.dy.pointer.update(from: operands.dy.input + n * single.outputCount, count: single.outputCount)
      let run = Self.run(part.operation, image, junk: .nan)
      let range = n * single.inputCount..<(n + 1) * single.inputCount
      expectClose(Array(whole[1].values[range]), run[1].values.map { Double($0) }, "input gradient")
      for (index, buffer) in run.dropFirst(2).enumerated() {
        let values = buffer.values.map { Double($0) }
        sums[index] = n == 0 ? values : zip(sums[index], values).map { $0 + $1 }
      }
    }
    expectClose(whole[2].values, sums[0], "filter gradient")
    expectClose(whole[3].values, sums[1], "bias gradient")
  }

  @Test(arguments: TransposedCase.sweep)
  func eachGradientMayBeMissing(_ row: TransposedCase) {
    let operation = row.operation
    let operands = Operands(operation.geometry)
    let whole = Self.run(operation, operands, junk: .nan)
    let workspace = Buffer(junk: operation.workspaceCount)
    for wanted in 1..<8 {
      let buffers = (0..<3).map { wanted >> $0 & 1 == 1 ? Buffer(junk: whole[$0 + 1].count) : nil }
      operation.gradients(
        input: operands.x.input, filter: operands.w.input, output: whole[0].input, outputGradient: operands.dy.input,
        inputGradient: buffers[0]?.pointer, filterGradient: buffers[1]?.pointer, biasGradient: buffers[2]?.pointer,
        workspace: workspace.pointer)
      for (buffer, expected) in zip(buffers, whole.dropFirst()) {
        if let buffer { #expect(buffer.isIntact && buffer.bits == expected.bits) }
      }
    }
  }

  /// ⟨dy, f(x)⟩ = ⟨gradient(dy), x⟩ without bias and ReLU, by input and by filter.
  @Test(arguments: TransposedCase.sweep.filter { $0.epilogue == .linear })
  func gradientsAreAdjoint(_ row: TransposedCase) {
    let operands = Operands(row.operation.geometry)
    for index in 0..<operands.b.count { operands.b.pointer[index] = 0 }
    let run = Self.run(row.operation, operands, junk: .nan)
    let forward = dot(operands.dy, run[0])
    let tolerance = 1e-4 * Double(run[0].count).squareRoot()
    #expect(abs(forward - dot(run[1], operands.x)) < tolerance)
    #expect(abs(forward - dot(run[2], operands.w)) < tolerance)
  }

  /// Keras' sizes: input, kernel, stride, `same`, output.
  @Test(arguments: [
    (5, 3, 2, true, 10), (5, 3, 2, false, 11), (5, 2, 3, false, 15), (4, 1, 2, true, 8), (6, 4, 1, false, 9),
  ])
  func outputSizesAreThoseOfKeras(_ row: (Int, Int, Int, Bool, Int)) {
    let g = TransposedGeometry(
      batch: 1, input: (row.0, row.0, 1), kernel: (row.1, row.1), filters: 1, strides: (row.2, row.2), isSame: row.3)
    #expect(g.outputHeight == row.4 && g.outputWidth == row.4)
  }
}
