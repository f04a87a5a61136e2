import Kernels
import Testing

/// One row of the sweep.
struct DepthwiseCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var kernel = (3, 3)
  var multiplier = 1
  var strides = (1, 1)
  var dilation = (1, 1)
  var isSame = false
  var epilogue = Epilogue.linear

  var operation: DepthwiseConvolution {
    let padding =
      isSame
      ? Padding.same(
        height: input.0, width: input.1, kernelHeight: Padding.extent(kernel.0, dilation.0),
        kernelWidth: Padding.extent(kernel.1, dilation.1), strideHeight: strides.0, strideWidth: strides.1) : .none
    let geometry = DepthwiseGeometry(
      batch: batch, input: (input.0, input.1, input.2), kernel: (kernel.0, kernel.1), multiplier: multiplier,
      strides: (strides.0, strides.1), dilation: (dilation.0, dilation.1), padding: padding)
    return DepthwiseConvolution(geometry, epilogue: epilogue)
  }

  var testDescription: String {
    "\(batch)x\(input) \(kernel) x\(multiplier) /\(strides) :\(dilation)\(isSame ? " same" : "") \(epilogue)"
  }

  static let sweep: [DepthwiseCase] = [
    DepthwiseCase(batch: 1, input: (1, 1, 1), kernel: (1, 1)),
    DepthwiseCase(batch: 1, input: (3, 3, 1)),
    DepthwiseCase(batch: 1, input: (2, 2, 1), isSame: true, epilogue: .relu),
    DepthwiseCase(batch: 3, input: (11, 9, 32), isSame: true),
    DepthwiseCase(batch: 2, input: (60, 70, 32), isSame: true, epilogue: .relu),
    DepthwiseCase(batch: 1, input: (90, 61, 48), isSame: true),
    DepthwiseCase(input: (11, 11, 64), isSame: true),
    DepthwiseCase(input: (13, 8, 17), isSame: true, epilogue: .relu),
    DepthwiseCase(input: (9, 14, 40), strides: (2, 2), isSame: true),
    DepthwiseCase(input: (10, 13, 3), strides: (3, 2)),
    DepthwiseCase(input: (7, 7, 20), kernel: (1, 2), strides: (3, 3), isSame: true, epilogue: .relu),
    DepthwiseCase(input: (12, 15, 16), kernel: (5, 4), isSame: true),
    DepthwiseCase(input: (14, 17, 33), dilation: (2, 3), isSame: true, epilogue: .relu),
    DepthwiseCase(input: (16, 15, 5), kernel: (2, 3), dilation: (4, 2)),
    DepthwiseCase(input: (15, 13, 18), strides: (2, 3), dilation: (3, 2), isSame: true),
    DepthwiseCase(input: (8, 9, 5), multiplier: 2, isSame: true, epilogue: .relu),
    DepthwiseCase(batch: 20, input: (6, 7, 8), multiplier: 3),
    DepthwiseCase(batch: 1, input: (70, 50, 16), multiplier: 4, strides: (2, 1), isSame: true, epilogue: .relu),
  ]
}

/// The slow, obvious twin of `DepthwiseConvolution`, in float64.
private struct ReferenceDepthwise {
  let g: DepthwiseGeometry

  func forward(_ x: [Float], _ w: [Float], _ b: [Float]?, epilogue: Epilogue) -> [Double] {
    var result = (0..<g.outputCount).map { Double(b?[$0 % g.outputChannels] ?? 0) }
    eachTap { to, from, tap in result[to] += Double(x[from]) * Double(w[tap]) }
    return epilogue == .relu ? result.map { max($0, 0) } : result
  }

  func gradients(_ x: [Float], _ w: [Float], _ dz: [Double]) -> (input: [Double], filter: [Double], bias: [Double]) {
    var input = [Double](repeating: 0, count: g.inputCount)
    var filter = [Double](repeating: 0, count: g.filterCount)
    var bias = [Double](repeating: 0, count: g.outputChannels)
    for (to, d) in dz.enumerated() { bias[to % g.outputChannels] += d }
    eachTap { to, from, tap in
      input[from] += dz[to] * Double(w[tap])
      filter[tap] += dz[to] * Double(x[from])
    }
    return (input, filter, bias)
  }

  private func eachTap(_ body: (_ to: Int, _ from: Int, _ tap: Int) -> Void) {
    for place in 0..<g.batch * g.outputHeight * g.outputWidth {
      let (n, i, j) = (
        place / g.outputWidth / g.outputHeight, place / g.outputWidth % g.outputHeight, place % g.outputWidth
      )
      for tap in 0..<g.kernelHeight * g.kernelWidth {
        let y = i * g.strideHeight + tap / g.kernelWidth * g.dilationHeight - g.padding.top
        let x = j * g.strideWidth + tap % g.kernelWidth * g.dilationWidth - g.padding.left
        guard y >= 0, y < g.height, x >= 0, x < g.width else { continue }
        for f in 0..<g.outputChannels {
          let from = ((n * g.height + y) * g.width + x) * g.channels + f / g.multiplier
          body(place * g.outputChannels + f, from, tap * g.outputChannels + f)
        }
      }
    }
  }
}

@Suite struct DepthwiseConvolutionTests {
  struct Operands {
    let x: Buffer
    let w: Buffer
    let b: Buffer
    let dy: Buffer

    init(_ g: DepthwiseGeometry) {
      x = Buffer(random: g.inputCount, "x")
      w = Buffer(random: g.filterCount, "w")
      b = Buffer(random: g.outputChannels, "b")
      dy = Buffer(random: g.outputCount, "dy")
    }
  }

  /// Output, and the gradients by input, filter and bias.
  static func run(_ operation: DepthwiseConvolution, _ operands: Operands, junk: Float) -> [Buffer] {
    let g = operation.geometry
    let results = [g.outputCount, g.inputCount, g.filterCount, g.outputChannels].map { Buffer(junk: $0, junk) }
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

  @Test(arguments: DepthwiseCase.sweep)
  func agreesWithItsSlowTwin(_ row: DepthwiseCase) {
    let operation = row.operation
    let operands = Operands(operation.geometry)
    let reference = ReferenceDepthwise(g: operation.geometry)
    let run = Self.run(operation, operands, junk: .nan)
    let (x, w) = (operands.x.values, operands.w.values)
    expectClose(run[0].values, reference.forward(x, w, operands.b.values, epilogue: row.epilogue), "output")
    let dz = zip(run[0].values, operands.dy.values).map { y, d in row.epilogue == .relu && y <= 0 ? 0 : Double(d) }
    let expected = reference.gradients(x, w, dz)
    expectClose(run[1].values, expected.input, "input gradient")
    expectClose(run[2].values, expected.filter, "filter gradient")
    expectClose(run[3].values, expected.bias, "bias gradient")
  }

  @Test(arguments: DepthwiseCase.sweep)
  func doesNotReadWhatItHasNotWritten(_ row: DepthwiseCase) {
    let operands = Operands(row.operation.geometry)
    let runs = [Float.nan, 1e30].map { Self.run(row.operation, operands, junk: $0).map(\.bits) }
    #expect(runs[0] == runs[1])
  }

  @Test(arguments: DepthwiseCase.sweep)
  func eachGradientMayBeMissing(_ row: DepthwiseCase) {
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

  /// ⟨dy, conv(x)⟩ = ⟨conv gradient(dy), x⟩ without bias and ReLU, by input and by filter.
  @Test(arguments: DepthwiseCase.sweep.filter { $0.epilogue == .linear })
  func gradientsAreAdjoint(_ row: DepthwiseCase) {
    let operands = Operands(row.operation.geometry)
    for index in 0..<operands.b.count { operands.b.pointer[index] = 0 }
    let run = Self.run(row.operation, operands, junk: .nan)
    let forward = dot(operands.dy, run[0])
    let tolerance = 1e-4 * Double(run[0].count).squareRoot()
    #expect(abs(forward - dot(run[1], operands.x)) < tolerance)
    #expect(abs(forward - dot(run[2], operands.w)) < tolerance)
  }

  @Test func aMissingBiasIsZero() {
    let operation = DepthwiseCase(input: (5, 9, 18), isSame: true).operation
    let operands = Operands(operation.geometry)
    let output = Buffer(junk: operation.outputCount)
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.forward(
      input: operands.x.input, filter: operands.w.input, bias: nil, output: output.pointer,
      workspace: workspace.pointer)
    let expected = ReferenceDepthwise(g: operation.geometry).forward(
      operands.x.values, operands.w.values, nil, epilogue: .linear)
    expectClose(output.values, expected, "output")
  }

  @Test func notANumberSurvivesReluAndStaysInItsChannel() {
    let operation = DepthwiseCase(batch: 1, input: (4, 4, 20), isSame: true, epilogue: .relu).operation
    let operands = Operands(operation.geometry)
    operands.x.pointer[5] = .nan
    let values = Self.run(operation, operands, junk: 0)[0].values
    #expect(values[5].isNaN)
    #expect(values.indices.filter { values[$0].isNaN }.allSatisfy { $0 % 20 == 5 })
  }
}

/// Σ a · b in float64.
func dot(_ a: Buffer, _ b: Buffer) -> Double {
  zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
