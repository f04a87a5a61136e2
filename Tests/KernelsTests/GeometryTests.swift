import Kernels
import Testing

@Suite struct GeometryTests {
  /// Keras' `same` for one axis: extent, kernel, stride, zeros before and behind.
  @Test(arguments: [
    (28, 3, 1, 1, 1), (28, 3, 2, 0, 1), (27, 3, 2, 1, 1), (5, 2, 1, 0, 1), (7, 5, 3, 2, 2), (4, 1, 2, 0, 0),
    (1, 3, 1, 1, 1),
  ])
  func samePaddingPutsTheOddZeroLast(_ row: (Int, Int, Int, Int, Int)) {
    let (extent, kernel, stride, before, behind) = row
    let padding = Padding.same(
      height: extent, width: extent, kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride,
      strideWidth: stride)
    #expect(padding == Padding(top: before, bottom: behind, left: before, right: behind))
    let geometry = ConvolutionGeometry(
      batch: 1, input: (extent, extent, 1), kernel: (kernel, kernel), filters: 1, strides: (stride, stride),
      padding: padding)
    #expect(geometry.outputHeight == (extent + stride - 1) / stride)
  }

  @Test func validPaddingCountsWholeWindows() {
    let geometry = ConvolutionGeometry(batch: 2, input: (28, 20, 3), kernel: (5, 3), filters: 8, strides: (2, 3))
    #expect((geometry.outputHeight, geometry.outputWidth) == (12, 6))
    #expect((geometry.patchCount, geometry.filterCount) == (45, 360))
    #expect((geometry.inputCount, geometry.outputCount) == (3360, 1152))
    #expect(geometry.withBatch(5).outputCount == 2880)
  }

  @Test func poolingDropsWhatDoesNotFillAWindow() {
    let geometry = PoolingGeometry(batch: 1, input: (11, 5, 1), window: (2, 2), strides: (2, 2))
    #expect((geometry.outputHeight, geometry.outputWidth) == (5, 2))
  }
}
