import Kernels
import Testing

/// One row of the sweep.
struct GroupedCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var kernel = (3, 3)
  var filters: Int
  var groups = 1
  var strides = (1, 1)
  var dilation = (1, 1)
  var isSame = false
  var epilogue = Epilogue.linear

  var operation: GroupedConvolution {
    let padding =
      isSame
      ? Padding.same(
        height: input.0, width: input.1, kernelHeight: Padding.extent(kernel.0, dilation.0),
        kernelWidth: Padding.extent(kernel.1, dilation.1), strideHeight: strides.0, strideWidth: strides.1) : .none
    let geometry = GroupedGeometry(
      batch: batch, input: (input.0, input.1, input.2), kernel: (kernel.0, kernel.1), filters: filters, groups: groups,
      strides: (strides.0, strides.1), dilation: (dilation.0, dilation.1), padding: padding)
    return GroupedConvolution(geometry, epilogue: epilogue)
  }

  var testDescription: String {
    "\(batch)x\(input) \(kernel) \(filters) in \(groups) /\(strides) :\(dilation)\(isSame ? " same" : "") \(epilogue)"
  }

  static let sweep: [GroupedCase] = [
    GroupedCase(batch: 1, input: (1, 1, 1), kernel: (1, 1), filters: 1),
    GroupedCase(batch: 1, input: (5, 7, 1), filters: 3, dilation: (2, 2), epilogue: .relu),
    GroupedCase(batch: 19, input: (9, 8, 6), filters: 4, groups: 2, isSame: true, epilogue: .relu),
    GroupedCase(input: (13, 12, 16), filters: 32, dilation: (2, 3), isSame: true, epilogue: .relu),
    GroupedCase(input: (10, 11, 12), filters: 8, groups: 4, strides: (2, 2), isSame: true),
    GroupedCase(input: (12, 9, 3), kernel: (2, 3), filters: 9, groups: 3, dilation: (1, 2)),
    GroupedCase(input: (11, 14, 8), filters: 6, groups: 2, strides: (3, 1), dilation: (2, 2), isSame: true),
    GroupedCase(batch: 1, input: (60, 70, 8), kernel: (3, 5), filters: 8, dilation: (4, 4), isSame: true),
    GroupedCase(input: (7, 7, 10), kernel: (1, 1), filters: 20, groups: 5, epilogue: .relu),
  ]
}

/// The slow, obvious twin of `GroupedConvolution`, in float64.
private struct ReferenceGrouped {
  let g: GroupedGeometry

  func forward(_ x: [Float], _ w: [Float], _ b: [Float]?, epilogue: Epilogue) -> [Double] {
    var result = (0..<g.outputCount).map { Double(b?[$0 % g.filters] ?? 0) }
    eachTap { to, from, tap in result[to] += Double(x[from]) * Double(w[tap]) }
    return epilogue == .relu ? result.map { max($0, 0) } : result
  }

  func gradients(_ x: [Float], _ w: [Float], _ dz: [Double]) -> (input: [Double], filter: [Double], bias: [Double]) {
    var input = [Double](repeating: 0, count: g.inputCount)
    var filter = [Double](repeating: 0, count: g.filterCount)
    var bias = [Double](repeating: 0, count: g.filters)
    for (to, d) in dz.enumerated() { bias[to % g.filters] += d }
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
        for f in 0..<g.filters {
          for c in 0..<g.groupChannels {
            let channel = f / g.groupFilters * g.groupChannels + c
            let from = ((n * g.height + y) * g.width + x) * g.channels + channel
            body(place * g.filters + f, from, (tap * g.groupChannels + c) * g.filters + f)
          }
        }
      }
    }
  }
}

@Suite struct GroupedConvolutionTests {
  struct Operands {
    let x: Buffer
    let w: Buffer
    let b: Buffer
    let dy: Buffer

    init(_ g: GroupedGeometry) {
      x = Buffer(random: g.inputCount, "x")
      w = Buffer(random: g.filterCount, "w")
      b = Buffer(random: g.filters, "b")
      dy = Buffer(random: g.outputCount, "dy")
    }
  }

  /// Output, and the gradients by input, filter and bias.
  static func run(_ operation: GroupedConvolution, _ operands: Operands, junk: Float) -> [Buffer] {
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

  @Test(arguments: GroupedCase.sweep)
  func agreesWithItsSlowTwin(_ row: GroupedCase) {
    let operation = row.operation
    let operands = Operands(operation.geometry)
    let reference = ReferenceGrouped(g: operation.geometry)
    let run = Self.run(operation, operands, junk: .nan)
    let (x, w) = (operands.x.values, operands.w.values)
    expectClose(run[0].values, reference.forward(x, w, operands.b.values, epilogue: row.epilogue), "output")
    let dz = zip(run[0].values, operands.dy.values).map { y, d in row.epilogue == .relu && y <= 0 ? 0 : Double(d) }
    let expected = reference.gradients(x, w, dz)
    expectClose(run[1].values, expected.input, "input gradient")
    expectClose(run[2].values, expected.filter, "filter gradient")
    expectClose(run[3].values, expected.bias, "bias gradient")
  }

  @Test(arguments: GroupedCase.sweep)
  func doesNotReadWhatItHasNotWritten(_ row: GroupedCase) {
    let operands = Operands(row.operation.geometry)
    let runs = [Float.nan, 1e30].map { Self.run(row.operation, operands, junk: $0).map(\.bits) }
    #expect(runs[0] == runs[1])
  }

  @Test(arguments: GroupedCase.sweep)
  func eachGradientMayBeMissing(_ row: GroupedCase) {
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
  @Test(arguments: GroupedCase.sweep.filter { $0.epilogue == .linear })
  func gradientsAreAdjoint(_ row: GroupedCase) {
    let operands = Operands(row.operation.geometry)
    for index in 0..<operands.b.count { operands.b.pointer[index] = 0 }
    let run = Self.run(row.operation, operands, junk: .nan)
    let forward = dot(operands.dy, run[0])
    let tolerance = 1e-4 * Double(run[0].count).squareRoot()
    #expect(abs(forward - dot(run[1], operands.x)) < tolerance)
    #expect(abs(forward - dot(run[2], operands.w)) < tolerance)
  }
}
