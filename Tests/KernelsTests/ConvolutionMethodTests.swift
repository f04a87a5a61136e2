import Kernels
import Testing

/// Which methods layers of the book's networks take: a change of the rules of thumb should not pass unseen.
@Suite struct ConvolutionMethodTests {
  private func methods(
    _ side: Int, _ channels: Int, _ filters: Int, kernel: Int = 3, stride: Int = 1, isSame: Bool = true,
    epilogue: Epilogue = .relu, isPooled: Bool = false
  ) -> ConvolutionMethods {
    ConvolutionCase(
      batch: 16, input: (side, side, channels), kernel: (kernel, kernel), filters: filters,
      strides: (stride, stride), isSame: isSame, isPooled: isPooled, epilogue: epilogue
    ).operation.methods
  }

  private func methods(all method: ConvolutionMethod) -> ConvolutionMethods {
    ConvolutionMethods(forward: method, byInput: method, byFilter: method)
  }

  @Test func wideLayersTakeWinogradsMethod() {
    #expect(methods(180, 64, 64, isPooled: true) == methods(all: .winograd))
    #expect(methods(22, 512, 512) == methods(all: .winograd))
    #expect(methods(43, 64, 128, isSame: false, isPooled: true) == methods(all: .winograd))
  }

  @Test func halvingLayersTakeItToo() {
    #expect(methods(100, 64, 128, stride: 2) == methods(all: .winograd))
    #expect(methods(50, 128, 256, stride: 2) == methods(all: .winograd))
  }

  @Test func transposedLayersTakeItToo() {
    for (side, channels, stride) in [(25, 256, 2), (50, 128, 2), (100, 64, 2), (25, 256, 1)] {
      let row = TransposedCase(
        batch: 16, input: (side, side, channels), filters: channels, strides: (stride, stride), isSame: true,
        epilogue: .relu)
      #expect(row.operation.methods == methods(all: .winograd), "\(row.testDescription)")
    }
  }

  @Test func smallPooledMapsLeaveTheirGradientsToWinners() {
    let methods = methods(13, 32, 64, isSame: false, isPooled: true)
    #expect(methods.forward == .winograd)
    #expect([methods.byInput, methods.byFilter] == [.winnersOnly, .winnersOnly])
  }

  @Test func colourImagesAreReadDirectly() {
    #expect(methods(180, 3, 32, isSame: false).forward == .direct)
    #expect(methods(180, 3, 32, kernel: 5, isSame: false, epilogue: .linear) == methods(all: .direct))
  }

  @Test func filtersOfOnePlaceAreProducts() {
    #expect(methods(44, 128, 256, kernel: 1, epilogue: .linear) == methods(all: .product))
    #expect(methods(88, 64, 128, kernel: 1, stride: 2, epilogue: .linear) == methods(all: .gatheredProduct))
  }

  @Test func fewFiltersHaveAMethodOfTheirOwn() {
    #expect(methods(200, 64, 3, epilogue: .linear) == methods(all: .fewFilters))
  }
}
