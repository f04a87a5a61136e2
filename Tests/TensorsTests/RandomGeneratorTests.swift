import Tensors
import Testing

@Suite struct RandomGeneratorTests {
  private func generator(_ purpose: String = "test") -> RandomGenerator { RandomGenerator(seed: 42, purpose: purpose) }

  private func statistics(_ draw: (inout RandomGenerator) -> Float) -> (
    mean: Double, deviation: Double, values: [Double]
  ) {
    var generator = generator()
    let values = (0..<200_000).map { _ in Double(draw(&generator)) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, variance.squareRoot(), values)
  }

  /// Recorded once: these must never change on any machine, since books record seeds.
  @Test func givesTheRecordedNumbers() {
    var bits = RandomGenerator(seed: 1, purpose: "shuffling")
    #expect([bits.next(), bits.next(), bits.next()] == RecordedNumbers.words)
    var normals = RandomGenerator(seed: 1, purpose: "weights")
    #expect((0..<4).map { _ in normals.normal().bitPattern } == RecordedNumbers.normals)
    var order = RandomGenerator(seed: 1, purpose: "order")
    #expect(order.permutation(10) == RecordedNumbers.permutation)
  }

  @Test func uniformNumbersFillTheirRange() {
    let (mean, deviation, values) = statistics { $0.uniform(in: -1..<3) }
    #expect(abs(mean - 1) < 0.01)
    #expect(abs(deviation - 4 / 12.0.squareRoot()) < 0.01)
    #expect(values.allSatisfy { $0 >= -1 && $0 < 3 })
  }

  @Test func normalNumbersHaveTheirMoments() {
    let (mean, deviation, values) = statistics { $0.normal(mean: 2, standardDeviation: 3) }
    #expect(abs(mean - 2) < 0.03)
    #expect(abs(deviation - 3) < 0.03)
    let within = Double(values.filter { abs($0 - 2) < 3 }.count) / Double(values.count)
    #expect(abs(within - 0.6827) < 0.005)
  }

  /// Keras' constant for scaling: the deviation of a normal number cut at two deviations.
  @Test func truncatedNormalNumbersStayWithinTwoDeviations() {
    let (mean, deviation, values) = statistics { $0.truncatedNormal() }
    #expect(abs(mean) < 0.01)
    #expect(abs(deviation - 0.87962566) < 0.01)
    #expect(values.allSatisfy { abs($0) <= 2 })
  }

  @Test func integersAreEquallyLikely() {
    var generator = generator()
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.integer(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test func aPermutationHasEveryIndexOnce() {
    var generator = generator()
    let order = generator.permutation(1000)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order != Array(0..<1000))
    #expect(generator.permutation(1000) != order)
    #expect(generator.permutation(0).isEmpty)
  }

  @Test func purposesAndSeedsAreIndependent() {
    var (a, b, c) = (generator("dropout"), generator("dropout_1"), RandomGenerator(seed: 43, purpose: "dropout"))
    let first = a.next()
    #expect(first != b.next() && first != c.next())
  }

  @Test func theCounterNamesAPlaceInTheSequence() {
    var whole = generator()
    let words = (0..<9).map { _ in whole.next() }
    for place in 0..<9 {
      var later = RandomGenerator(seed: 42, purpose: "test", counter: UInt64(place))
      #expect(later.next() == words[place])
    }
  }
}

/// What `givesTheRecordedNumbers` compares with.
enum RecordedNumbers {
  static let words: [UInt64] = [15_165_408_222_007_631_344, 17_823_542_828_903_821_986, 16_478_433_046_001_829_208]
  static let normals: [UInt32] = [1_055_141_670, 3_186_063_384, 3_207_672_380, 3_194_151_308]
  static let permutation: [Int] = [9, 7, 6, 4, 3, 0, 8, 1, 5, 2]
}
