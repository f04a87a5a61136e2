import Kernels
import Tensors
import Testing

/// The bits of every result for one thread and for more. Other suites use the pool meanwhile; where they do, a region runs on
/// the calling thread, which must not show either.
@Suite(.serialized) struct ThreadCountTests {
  @Test(arguments: ConvolutionCase.sweep.filter { $0.batch > 1 })
  func changesNoBit(_ row: ConvolutionCase) {
    let operands = ConvolutionTests.Operands(row.operation)
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      return ConvolutionTests.run(row.operation, operands, junk: .nan)
    }
    for run in runs.dropFirst() {
      #expect(run.output.bits == runs[0].output.bits)
      #expect(run.winners == runs[0].winners)
      #expect(run.inputGradient.bits == runs[0].inputGradient.bits)
      #expect(run.filterGradient.bits == runs[0].filterGradient.bits)
      #expect(run.biasGradient.bits == runs[0].biasGradient.bits)
    }
  }

  @Test(arguments: DepthwiseCase.sweep.filter { $0.batch > 1 })
  func changesNoBitOfADepthwiseConvolution(_ row: DepthwiseCase) {
    let operands = DepthwiseConvolutionTests.Operands(row.operation.geometry)
    expectSameBits { DepthwiseConvolutionTests.run(row.operation, operands, junk: .nan) }
  }

  @Test(arguments: SeparableCase.gradientSweep)
  func changesNoBitOfASeparableConvolution(_ row: SeparableCase) throws {
    let operands = SeparableConvolutionTests.Operands(row)
    try expectSameBits { try [operands.onePass()] + operands.gradientsOfOnePass(ownMoments: true) }
  }

  @Test(arguments: TransposedCase.sweep.filter { $0.batch > 1 })
  func changesNoBitOfATransposedConvolution(_ row: TransposedCase) {
    let operands = TransposedConvolutionTests.Operands(row.operation.geometry)
    expectSameBits { TransposedConvolutionTests.run(row.operation, operands, junk: .nan) }
  }

  @Test(arguments: GroupedCase.sweep)
  func changesNoBitOfAGroupedConvolution(_ row: GroupedCase) {
    let operands = GroupedConvolutionTests.Operands(row.operation.geometry)
    expectSameBits { GroupedConvolutionTests.run(row.operation, operands, junk: .nan) }
  }

  @Test(arguments: UpSamplingCase.sweep)
  func changesNoBitOfAnEnlargement(_ row: UpSamplingCase) {
    let (x, dy) = (Buffer(random: row.operation.inputCount, "x"), Buffer(random: row.operation.outputCount, "dy"))
    expectSameBits { UpSamplingTests.run(row, x, dy, junk: .nan) }
  }

  /// The bits of what `run` gives with one, two and three threads.
  func expectSameBits(_ run: () throws -> [Buffer]) rethrows {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = try [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      return try run().map(\.bits)
    }
    for run in runs.dropFirst() { #expect(run == runs[0]) }
  }
}
