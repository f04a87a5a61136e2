import Kernels
import Tensors
import Testing

/// One row of the sweep.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var kernel = (3, 3)
  var filters: Int
  var strides = (1, 1)
  var isSame = false
  var isPooled = false
  var epilogue = Epilogue.relu

  var operation: Convolution {
    let padding =
      isSame
      ? Padding.same(
        height: input.0, width: input.1, kernelHeight: kernel.0, kernelWidth: kernel.1, strideHeight: strides.0,
        strideWidth: strides.1) : .none
    let geometry = ConvolutionGeometry(
      batch: batch, input: (input.0, input.1, input.2), kernel: (kernel.0, kernel.1), filters: filters,
      strides: (strides.0, strides.1), padding: padding)
    return Convolution(geometry, epilogue: epilogue, isPooled: isPooled)
  }

  /// What results may differ from those in float64, relative to the greatest: Winograd's transforms cost some bits.
  var tolerance: Double {
    let isTransformed = kernel == (3, 3) && strides == (1, 1) && min(input.2, filters) >= 16
    return isTransformed ? 3e-5 : 1e-5
  }

  var testDescription: String {
    "\(batch)x\(input) \(kernel) /\(strides) \(filters)\(isSame ? " same" : "")\(isPooled ? " pooled" : "") \(epilogue)"
  }

  static let sweep: [ConvolutionCase] = [
    ConvolutionCase(batch: 1, input: (1, 1, 1), kernel: (1, 1), filters: 1, epilogue: .linear),
    ConvolutionCase(batch: 1, input: (3, 3, 1), filters: 1),
    ConvolutionCase(batch: 5, input: (28, 28, 1), filters: 32, isPooled: true),
    ConvolutionCase(batch: 5, input: (13, 13, 32), filters: 64, isPooled: true),
    ConvolutionCase(batch: 21, input: (5, 5, 64), filters: 128),
    ConvolutionCase(input: (7, 5, 3), filters: 16, isSame: true, epilogue: .linear),
    ConvolutionCase(input: (7, 5, 3), filters: 17, strides: (2, 2), isSame: true),
    ConvolutionCase(input: (8, 9, 3), filters: 5, strides: (2, 1), isSame: true, isPooled: true),
    ConvolutionCase(input: (9, 8, 2), kernel: (5, 2), filters: 33, strides: (1, 3)),
    ConvolutionCase(batch: 3, input: (10, 7, 16), kernel: (2, 3), filters: 7, isSame: true, isPooled: true),
    ConvolutionCase(batch: 2, input: (12, 11, 8), kernel: (2, 2), filters: 20, strides: (2, 2), isPooled: true),
    ConvolutionCase(batch: 2, input: (30, 40, 32), filters: 32, isSame: true, isPooled: true),
    ConvolutionCase(batch: 2, input: (40, 30, 32), filters: 32, isSame: true),
    ConvolutionCase(batch: 3, input: (9, 9, 64), filters: 96, strides: (2, 2), isSame: true),
    ConvolutionCase(batch: 1, input: (60, 89, 32), filters: 32, isSame: true),
    ConvolutionCase(batch: 1, input: (70, 67, 3), filters: 32, isSame: true),
    ConvolutionCase(batch: 1, input: (70, 67, 3), filters: 32, isPooled: true),
    ConvolutionCase(batch: 3, input: (23, 18, 3), filters: 40, isSame: true, isPooled: true),
    ConvolutionCase(batch: 19, input: (6, 7, 2), filters: 24, isPooled: true, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (50, 60, 16), filters: 16, isPooled: true, epilogue: .linear),
    ConvolutionCase(batch: 18, input: (4, 4, 10), kernel: (1, 1), filters: 6),
    ConvolutionCase(batch: 33, input: (2, 2, 4), kernel: (2, 2), filters: 9, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (6, 6, 7), kernel: (5, 5), filters: 3, isSame: true),
    ConvolutionCase(batch: 3, input: (9, 9, 64), kernel: (1, 1), filters: 96, strides: (2, 2), epilogue: .linear),
    ConvolutionCase(batch: 2, input: (50, 40, 48), kernel: (1, 1), filters: 32, strides: (2, 1), epilogue: .linear),
    ConvolutionCase(input: (10, 7, 20), kernel: (1, 1), filters: 33, strides: (3, 2), isSame: true, epilogue: .linear),
  ]
}

@Suite struct ConvolutionTests {
  /// The results of one run on given junk.
  struct Run {
    let output: Buffer
    let winners: [UInt8]
    let inputGradient: Buffer
    let filterGradient: Buffer
    let biasGradient: Buffer
  }

  struct Operands {
    let x: Buffer
    let w: Buffer
    let b: Buffer
    let dy: Buffer

    init(_ operation: Convolution) {
      x = Buffer(random: operation.geometry.inputCount, "x")
      w = Buffer(random: operation.geometry.filterCount, "w")
      b = Buffer(random: operation.geometry.filters, "b")
      dy = Buffer(random: operation.outputCount, "dy")
    }
  }

  static func run(_ operation: Convolution, _ operands: Operands, junk: Float) -> Run {
    let g = operation.geometry
    let output = Buffer(junk: operation.outputCount, junk)
    let workspace = Buffer(junk: operation.workspaceCount, junk)
    let gradients = [g.inputCount, g.filterCount, g.filters].map { Buffer(junk: $0, junk) }
    let (_, winners) = withBytes(operation.winnersCount) { winners in
      operation.forward(
        input: operands.x.input, filter: operands.w.input, bias: operands.b.input, output: output.pointer,
        winners: winners, workspace: workspace.pointer)
      operation.gradients(
        input: operands.x.input, filter: operands.w.input, output: output.input, winners: winners,
        outputGradient: operands.dy.input, inputGradient: gradients[0].pointer, filterGradient: gradients[1].pointer,
        biasGradient: gradients[2].pointer, workspace: workspace.pointer)
    }
    #expect(([output, workspace] + gradients).allSatisfy { $0.isIntact }, "memory beyond a buffer was written")
    return Run(
      output: output, winners: winners, inputGradient: gradients[0], filterGradient: gradients[1],
      biasGradient: gradients[2])
  }

  @Test(arguments: ConvolutionCase.sweep)
  func agreesWithItsSlowTwin(_ row: ConvolutionCase) {
    let operation = row.operation
    let reference = ReferenceConvolution(operation: operation)
    let operands = Operands(operation)
    let run = Self.run(operation, operands, junk: .nan)
    let (x, w) = (operands.x.values, operands.w.values)
    expectClose(
      run.output.values, reference.forward(x, w, operands.b.values).output, tolerance: row.tolerance, "output")
    let expected = reference.gradients(x, w, output: run.output.values, winners: run.winners, operands.dy.values)
    expectClose(run.inputGradient.values, expected.input, tolerance: row.tolerance, "input gradient")
    expectClose(run.filterGradient.values, expected.filter, tolerance: row.tolerance, "filter gradient")
    expectClose(run.biasGradient.values, expected.bias, tolerance: row.tolerance, "bias gradient")
  }

  /// Where a batch is too large to keep its gradients by all sums, each band's are used at once.
  @Test(arguments: ConvolutionCase.sweep.filter { !$0.isPooled })
  func bandedGradientsAgreeToo(_ row: ConvolutionCase) {
    var tuning = Convolution.Tuning()
    tuning.mostKept = 0
    let operation = Convolution(row.operation.geometry, epilogue: row.epilogue, tuning: tuning)
    let operands = Operands(operation)
    let run = Self.run(operation, operands, junk: .nan)
    let expected = ReferenceConvolution(operation: operation).gradients(
      operands.x.values, operands.w.values, output: run.output.values, winners: run.winners, operands.dy.values)
    expectClose(run.inputGradient.values, expected.input, tolerance: row.tolerance, "input gradient")
    expectClose(run.filterGradient.values, expected.filter, tolerance: row.tolerance, "filter gradient")
    expectClose(run.biasGradient.values, expected.bias, tolerance: row.tolerance, "bias gradient")
  }

  @Test(arguments: ConvolutionCase.sweep.filter(\.isPooled))
  func winnersOfPositiveMaximaAreWhereTheyAre(_ row: ConvolutionCase) {
    let operation = row.operation
    let operands = Operands(operation)
    let run = Self.run(operation, operands, junk: .nan)
    let expected = ReferenceConvolution(operation: operation).forward(
      operands.x.values, operands.w.values, operands.b.values)
    let output = run.output.values
    let differing = run.winners.indices.filter { index in
      output[index] > 0 && Int(run.winners[index]) != expected.winners[index]
    }.count
    #expect(differing * 1000 <= run.winners.count, "\(differing) of \(run.winners.count) winners differ")
  }

  /// What nobody needs is not computed, and the rest is right without it: the first layer, a frozen one, one without bias.
  @Test(arguments: ConvolutionCase.sweep)
  func eachGradientMayBeMissing(_ row: ConvolutionCase) {
    let operation = row.operation
    let operands = Operands(operation)
    let whole = Self.run(operation, operands, junk: .nan)
    let expected = ReferenceConvolution(operation: operation).gradients(
      operands.x.values, operands.w.values, output: whole.output.values, winners: whole.winners, operands.dy.values)
    let workspace = Buffer(junk: operation.workspaceCount)
    for wanted in 1..<8 {
      let counts = [expected.input.count, expected.filter.count, expected.bias.count]
      let buffers = counts.enumerated().map { wanted >> $0.offset & 1 == 1 ? Buffer(junk: $0.element) : nil }
      operation.gradients(
        input: operands.x.input, filter: operands.w.input, output: whole.output.input, winners: whole.winners,
        outputGradient: operands.dy.input, inputGradient: buffers[0]?.pointer, filterGradient: buffers[1]?.pointer,
        biasGradient: buffers[2]?.pointer, workspace: workspace.pointer)
      #expect(workspace.isIntact && buffers.allSatisfy { $0?.isIntact ?? true })
      for (buffer, values) in zip(buffers, [expected.input, expected.filter, expected.bias]) {
        if let buffer { expectClose(buffer.values, values, tolerance: row.tolerance, "gradient") }
      }
    }
  }

  @Test(arguments: ConvolutionCase.sweep)
  func doesNotReadWhatItHasNotWritten(_ row: ConvolutionCase) {
    let operands = Operands(row.operation)
    let (first, second) = (
      Self.run(row.operation, operands, junk: .nan), Self.run(row.operation, operands, junk: 1e30)
    )
    #expect(first.output.bits == second.output.bits)
    #expect(first.inputGradient.bits == second.inputGradient.bits)
    #expect(first.filterGradient.bits == second.filterGradient.bits)
    #expect(first.biasGradient.bits == second.biasGradient.bits)
  }

  /// ⟨dy, conv(x)⟩ = ⟨conv gradient(dy), x⟩ for the linear convolution, by input and by filter.
  @Test(arguments: ConvolutionCase.sweep.filter { !$0.isPooled })
  func gradientsAreAdjoint(_ row: ConvolutionCase) {
    var row = row
    row.epilogue = .linear
    let operands = Operands(row.operation)
    for index in 0..<operands.b.count { operands.b.pointer[index] = 0 }
    let run = Self.run(row.operation, operands, junk: .nan)
    let forward = dot(operands.dy.values, run.output.values)
    let tolerance = 1e-5 * Double(run.output.count).squareRoot() * 10
    #expect(abs(forward - dot(run.inputGradient.values, operands.x.values)) < tolerance)
    #expect(abs(forward - dot(run.filterGradient.values, operands.w.values)) < tolerance)
  }

  @Test(arguments: ConvolutionCase.sweep.filter { $0.operation.addsToInputGradient })
  func itsInputGradientMayBeAddedToAnother(_ row: ConvolutionCase) {
    let operation = row.operation
    let operands = Operands(operation)
    let other = Buffer(random: operation.geometry.inputCount, "other")
    let alone = Self.run(operation, operands, junk: .nan).inputGradient
    let expected = zip(other.values, alone.values).map { $0 + $1 }
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.gradients(
      input: operands.x.input, filter: operands.w.input, output: alone.input, winners: nil,
      outputGradient: operands.dy.input, inputGradient: other.pointer, filterGradient: nil, biasGradient: nil,
      addsToInputGradient: true, workspace: workspace.pointer)
    #expect(other.isIntact && workspace.isIntact)
    #expect(other.values == expected)
  }

  @Test func convolutionsThatSkipPlacesCanAddTheirInputGradient() {
    #expect(ConvolutionCase.sweep.filter { $0.operation.addsToInputGradient }.count == 3)
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

  @Test func identityFilterLeavesTheImageUnchanged() {
    let row = ConvolutionCase(input: (9, 7, 1), filters: 1, isSame: true, epilogue: .linear)
    let operands = Operands(row.operation)
    for index in 0..<9 { operands.w.pointer[index] = index == 4 ? 1 : 0 }
    operands.b.pointer[0] = 0
    #expect(Self.run(row.operation, operands, junk: .nan).output.values == operands.x.values)
  }

  @Test func aMissingBiasIsZero() {
    let row = ConvolutionCase(input: (5, 5, 3), filters: 4, epilogue: .linear)
    let operation = row.operation
    let operands = Operands(operation)
    let output = Buffer(junk: operation.outputCount)
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.forward(
      input: operands.x.input, filter: operands.w.input, bias: nil, output: output.pointer, winners: nil,
      workspace: workspace.pointer)
    let expected = ReferenceConvolution(operation: operation).forward(operands.x.values, operands.w.values, nil)
    expectClose(output.values, expected.output, tolerance: row.tolerance, "output")
  }

  @Test(arguments: [0, 1, 2, 3])
  func notANumberSurvivesReluAndPooling(_ place: Int) {
    let geometry = ConvolutionGeometry(batch: 1, input: (2, 2, 1), kernel: (1, 1), filters: 1)
    let operation = Convolution(geometry, epilogue: .relu, isPooled: true)
    let (x, filter) = (Buffer([1, 2, 3, 4]), Buffer([1]))
    x.pointer[place] = .nan
    let output = Buffer(junk: 1, 0)
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.forward(
      input: x.input, filter: filter.input, bias: nil, output: output.pointer, winners: nil,
      workspace: workspace.pointer)
    #expect(output.values[0].isNaN)
    #expect([x, filter, workspace].allSatisfy { $0.isIntact })
  }

  @Test(arguments: ConvolutionCase.sweep.filter { $0.input.2 % 32 == 0 && $0.filters % 32 == 0 })
  func widerVectorsGiveTheSameBits(_ row: ConvolutionCase) {
    let operands = Operands(row.operation)
    let runs = [16, 32].map { width in
      var tuning = Convolution.Tuning()
      tuning.vectorWidth = width
      let operation = Convolution(
        row.operation.geometry, epilogue: row.epilogue, isPooled: row.isPooled, tuning: tuning)
      return Self.run(operation, operands, junk: .nan)
    }
    #expect(runs[0].output.bits == runs[1].output.bits)
    #expect(runs[0].winners == runs[1].winners)
    #expect(runs[0].inputGradient.bits == runs[1].inputGradient.bits)
    #expect(runs[0].filterGradient.bits == runs[1].filterGradient.bits)
    #expect(runs[0].biasGradient.bits == runs[1].biasGradient.bits)
  }

  @Test func anImageDoesNotDependOnItsBatch() {
    let whole = ConvolutionCase(batch: 7, input: (13, 13, 32), filters: 64, isPooled: true).operation
    let part = Convolution(whole.geometry.withBatch(3), epilogue: .relu, isPooled: true)
    let operands = Operands(whole)
    let (first, second) = (
      Self.run(whole, operands, junk: .nan), Self.run(part, operands, junk: .nan)
    )
    #expect(Array(first.output.bits.prefix(second.output.count)) == second.output.bits)
  }
}
