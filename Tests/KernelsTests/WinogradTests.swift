import Kernels
import Tensors
import Testing

/// The methods that fit some convolutions only against the slow twin: Winograd's, that for few filters and that for filters of
/// 1 x 1, over shapes that leave ragged tiles, channels and filters, on both sides of every threshold.
@Suite struct WinogradTests {
  static let winogradCases: [ConvolutionCase] = [
    ConvolutionCase(batch: 1, input: (3, 3, 1), filters: 1),
    ConvolutionCase(batch: 2, input: (9, 7, 16), filters: 16, isSame: true),
    ConvolutionCase(batch: 3, input: (13, 11, 20), filters: 33, isSame: true, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (8, 6, 16), filters: 18),
    ConvolutionCase(batch: 5, input: (13, 13, 32), filters: 64, isPooled: true),
    ConvolutionCase(batch: 2, input: (11, 9, 17), filters: 24, isSame: true, isPooled: true),
    ConvolutionCase(batch: 3, input: (7, 10, 3), filters: 5, isPooled: true, epilogue: .linear),
    ConvolutionCase(batch: 4, input: (30, 34, 32), filters: 32, isSame: true, isPooled: true),
    ConvolutionCase(batch: 9, input: (5, 5, 64), filters: 128),
    ConvolutionCase(batch: 2, input: (6, 6, 144), filters: 160, isSame: true),
    ConvolutionCase(batch: 2, input: (7, 5, 160), filters: 130, isPooled: true),
    ConvolutionCase(batch: 1, input: (6, 6, 512), filters: 24, isSame: true, epilogue: .linear),
    ConvolutionCase(batch: 1, input: (3, 3, 1), filters: 1, strides: (2, 2)),
    ConvolutionCase(batch: 2, input: (16, 18, 16), filters: 32, strides: (2, 2), isSame: true),
    ConvolutionCase(batch: 3, input: (21, 13, 20), filters: 33, strides: (2, 2), isSame: true, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (10, 8, 33), filters: 18, strides: (2, 2)),
    ConvolutionCase(batch: 3, input: (17, 34, 32), filters: 64, strides: (2, 2), isSame: true),
    ConvolutionCase(batch: 5, input: (12, 9, 144), filters: 160, strides: (2, 2), isSame: true),
    ConvolutionCase(batch: 1, input: (6, 6, 512), filters: 24, strides: (2, 2), isSame: true, epilogue: .linear),
  ]

  static let fewFiltersCases: [ConvolutionCase] = [
    ConvolutionCase(batch: 1, input: (3, 3, 16), filters: 1),
    ConvolutionCase(batch: 3, input: (20, 23, 64), filters: 3, isSame: true, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (37, 5, 17), kernel: (5, 3), filters: 5, isSame: true),
    ConvolutionCase(batch: 2, input: (7, 9, 40), kernel: (2, 4), filters: 2),
    ConvolutionCase(batch: 18, input: (4, 6, 16), kernel: (1, 3), filters: 4, isSame: true),
  ]

  static let pointwiseCases: [ConvolutionCase] = [
    ConvolutionCase(batch: 1, input: (2, 3, 16), kernel: (1, 1), filters: 16, epilogue: .linear),
    ConvolutionCase(batch: 3, input: (17, 19, 32), kernel: (1, 1), filters: 48, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (13, 11, 20), kernel: (1, 1), filters: 33, epilogue: .linear),
    ConvolutionCase(batch: 2, input: (9, 7, 160), kernel: (1, 1), filters: 112, epilogue: .linear),
  ]

  /// Relative to the greatest value.
  private static let tolerance = 1e-4

  private static func winograd(_ row: ConvolutionCase) -> Convolution {
    var tuning = Convolution.Tuning()
    tuning.winograd = .always
    return Convolution(row.operation.geometry, epilogue: row.epilogue, isPooled: row.isPooled, tuning: tuning)
  }

  @Test(arguments: winogradCases)
  func agreesWithTheSlowTwin(_ row: ConvolutionCase) {
    expectAgreement(Self.winograd(row), tolerance: Self.tolerance)
  }

  @Test(arguments: fewFiltersCases)
  func fewFiltersAgreeWithTheSlowTwin(_ row: ConvolutionCase) {
    expectAgreement(row.operation, tolerance: 1e-5)
  }

  @Test(arguments: pointwiseCases)
  func productsOfMatricesAgreeWithTheSlowTwin(_ row: ConvolutionCase) {
    expectAgreement(row.operation, tolerance: 1e-5)
  }

  private func expectAgreement(_ operation: Convolution, tolerance: Double) {
    let reference = ReferenceConvolution(operation: operation)
    let operands = ConvolutionTests.Operands(operation)
    let run = ConvolutionTests.run(operation, operands, junk: .nan)
    let (x, w) = (operands.x.values, operands.w.values)
    let output = reference.forward(x, w, operands.b.values).output
    expectClose(run.output.values, output, tolerance: tolerance, "output")
    let expected = reference.gradients(x, w, output: run.output.values, winners: run.winners, operands.dy.values)
    expectClose(run.inputGradient.values, expected.input, tolerance: tolerance, "input gradient")
    expectClose(run.filterGradient.values, expected.filter, tolerance: tolerance, "filter gradient")
    expectClose(run.biasGradient.values, expected.bias, tolerance: tolerance, "bias gradient")
  }

  @Test(arguments: winogradCases.map(winograd) + (fewFiltersCases + pointwiseCases).map(\.operation))
  func junkAndThreadsChangeNoBit(_ operation: Convolution) {
    let operands = ConvolutionTests.Operands(operation)
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let first = ConvolutionTests.run(operation, operands, junk: .nan)
    for (threads, junk) in [(1, Float(1e30)), (2, 0), (3, -1)] {
      ThreadPool.shared.threads = threads
      let other = ConvolutionTests.run(operation, operands, junk: junk)
      #expect(other.output.bits == first.output.bits)
      #expect(other.winners == first.winners)
      #expect(other.inputGradient.bits == first.inputGradient.bits)
      #expect(other.filterGradient.bits == first.filterGradient.bits)
      #expect(other.biasGradient.bits == first.biasGradient.bits)
    }
  }

  @Test(arguments: winogradCases.map(winograd) + (fewFiltersCases + pointwiseCases).map(\.operation))
  func eachGradientMayBeMissing(_ operation: Convolution) {
    let operands = ConvolutionTests.Operands(operation)
    let whole = ConvolutionTests.run(operation, operands, junk: .nan)
    let results = [whole.inputGradient, whole.filterGradient, whole.biasGradient]
    let workspace = Buffer(junk: operation.workspaceCount)
    for wanted in 1..<8 {
      let buffers = results.enumerated().map { wanted >> $0.offset & 1 == 1 ? Buffer(junk: $0.element.count) : nil }
      operation.gradients(
        input: operands.x.input, filter: operands.w.input, output: whole.output.input, winners: whole.winners,
        outputGradient: operands.dy.input, inputGradient: buffers[0]?.pointer, filterGradient: buffers[1]?.pointer,
        biasGradient: buffers[2]?.pointer, workspace: workspace.pointer)
      #expect(workspace.isIntact)
      for (buffer, result) in zip(buffers, results) where buffer != nil { #expect(buffer?.bits == result.bits) }
    }
  }

  /// Where the method does not pay, the gradients are those of the method before, bit by bit.
  @Test func smallMapsKeepTheOtherMethod() {
    let geometry = ConvolutionGeometry(batch: 3, input: (5, 5, 64), kernel: (3, 3), filters: 128)
    var never = Convolution.Tuning()
    never.winograd = .never
    let operations = [Convolution(geometry, epilogue: .relu), Convolution(geometry, epilogue: .relu, tuning: never)]
    let operands = ConvolutionTests.Operands(operations[0])
    let runs = operations.map { ConvolutionTests.run($0, operands, junk: .nan) }
    #expect(runs[0].output.bits != runs[1].output.bits)
    expectClose(runs[0].inputGradient.values, runs[1].inputGradient.values.map(Double.init), "input gradient")
  }
}

extension Convolution: CustomTestStringConvertible {
  public var testDescription: String { "\(geometry)\(isPooled ? " pooled" : "") \(epilogue)" }
}
