import Tensors
import Testing

@Suite struct TensorTests {
  private let counting = Tensor<Float>([2, 3], [0, 1, 2, 3, 4, 5])

  @Test func aCopyKeepsItsElementsWhenTheOriginalIsWritten() {
    var copy = counting
    copy[1, 2] = 9
    #expect(counting[1, 2] == 5)
    #expect(copy[1, 2] == 9)
  }

  @Test func aRowKeepsItsElementsWhenTheWholeIsWritten() {
    var whole = counting
    let row = whole.row(1)
    whole[1, 0] = 9
    #expect(row.elements == [3, 4, 5])
    var part = whole.rows(0..<1)
    part[0, 0] = 7
    #expect(whole[0, 0] == 0)
  }

  @Test func reshapingKeepsTheElements() {
    #expect(counting.reshaped([3, -1]).shape == [3, 2])
    #expect(counting.reshaped([6]).elements == counting.elements)
  }

  // MARK: - Arithmetic and conversion

  @Test func arithmeticGoesElementByElement() {
    let ones = Tensor<Float>([2, 3], repeating: 1)
    #expect((counting + ones).elements == [1, 2, 3, 4, 5, 6])
    #expect((counting - ones).elements == [-1, 0, 1, 2, 3, 4])
    #expect((counting * counting).elements == [0, 1, 4, 9, 16, 25])
    let fractions: [Float] = [1, 0.5, 1 / 3, 0.25, 0.2, 1 / 6]
    #expect((ones / (counting + 1)).elements == fractions)
    #expect((2 * counting - 1).elements == [-1, 1, 3, 5, 7, 9])
    #expect((1 - counting / 2).elements == [1, 0.5, 0, -0.5, -1, -1.5])
    #expect((-counting)[1, 2] == -5)
    var sum = counting
    sum += ones
    sum *= 2
    #expect(sum.elements == [2, 4, 6, 8, 10, 12])
  }

  @Test func pixelsBecomeFloatsAndBack() {
    let pixels = Tensor<UInt8>([3], [0, 128, 255])
    let scaled = Tensor<Float>(pixels) / 255
    #expect(scaled.elements == [0, 128 / 255, 1])
    #expect(Tensor<UInt8>(scaled * 255) == pixels)
    #expect(Tensor<UInt8>(Tensor<Float>([-3, 0.5, 1.5, 300, .nan])).elements == [0, 1, 2, 255, 0])
    #expect(Tensor<Float>(Tensor<Int32>([-1, 2])).elements == [-1, 2])
    #expect(Tensor<Int32>(pixels).elements == [0, 128, 255])
  }

  // MARK: - Reductions

  @Test func reductionsCoverAllElements() {
    #expect(counting.sum() == 15)
    #expect(counting.mean() == 2.5)
    #expect(counting.min() == 0 && counting.max() == 5)
    #expect(abs(counting.standardDeviation() - 1.707825) < 1e-6)
    #expect(Tensor<UInt8>([100], Array(repeating: 255, count: 100)).sum() == 25_500)
  }

  @Test func reductionsAlongAnAxisDropIt() {
    #expect(counting.sum(axis: 0) == Tensor<Float>([3, 5, 7]))
    #expect(counting.mean(axis: -1) == Tensor<Float>([1, 4]))
  }

  @Test func argmaxIsTheFirstGreatestOfEachRow() {
    let values = Tensor<Float>([2, 2, 3], [1, 3, 3, 0, 0, 0, 5, 4, 3, 1, 2, 3])
    #expect(values.argmax() == Tensor<Int32>([2, 2], [1, 0, 0, 2]))
  }

  // MARK: - Axes

  @Test func transposingExchangesIndices() {
    let t = Tensor<Float>([2, 3, 4], (0..<24).map { Float($0) })
    let u = t.transposed([2, 0, 1])
    #expect(u.shape == [4, 2, 3])
    for i in 0..<2 { for j in 0..<3 { for k in 0..<4 { #expect(u[k, i, j] == t[i, j, k]) } } }
    #expect(counting.transposed().elements == [0, 3, 1, 4, 2, 5])
    #expect(t.transposed([2, 0, 1]).transposed([1, 2, 0]) == t)
  }

  @Test func gatheringTakesRowsInOrder() {
    #expect(counting.gather(rows: [1, 0, 1]).elements == [3, 4, 5, 0, 1, 2, 3, 4, 5])
    #expect(counting.gather(rows: []).shape == [0, 3])
  }

  @Test func slicingCutsAnyAxis() {
    #expect(counting.slice(1..<3, axis: 1) == Tensor<Float>([2, 2], [1, 2, 4, 5]))
    #expect(counting.slice(1..<2, axis: 0) == counting.rows(1..<2))
    #expect(counting.slice(0..<1, axis: -1).elements == [0, 3])
  }

  @Test func concatenatingJoinsAlongAnAxis() {
    let more = Tensor<Float>([2, 1], [8, 9])
    #expect(Tensor(concatenating: [counting, more], axis: 1).elements == [0, 1, 2, 8, 3, 4, 5, 9])
    #expect(Tensor(concatenating: [counting, counting]).shape == [4, 3])
    #expect(Tensor(stacking: [counting, counting]).shape == [2, 2, 3])
    #expect(Tensor(stacking: [counting.row(0), counting.row(1)]) == counting)
  }

  @Test func largeTensorsAreAlignedToHugePages() {
    let storage = TensorStorage<Float>(uninitialized: 1 << 20)
    #expect(Int(bitPattern: storage.pointer) % (2 << 20) == 0)
  }

  @Test func blasMultipliesRowMajorMatrices() {
    let (a, b): ([Float], [Float]) = ([1, 2, 3, 4, 5, 6], [1, 0, 0, 1, 1, 1])
    var c = [Float](repeating: 10, count: 4)
    OpenBLAS.multiply(a, strideA: 3, b, strideB: 2, into: &c, strideC: 2, m: 2, n: 2, k: 3)
    #expect(c == [4, 5, 10, 11])
    OpenBLAS.multiply(a, .transposed, strideA: 2, b, strideB: 2, into: &c, strideC: 2, m: 2, n: 2, k: 3, isAdding: true)
    let sums: [Float] = [10, 13, 18, 21]
    #expect(c == sums)
    #expect(OpenBLAS.version.contains(/^\d+\.\d+/) && !OpenBLAS.coreName.isEmpty)
  }
}
