import Testing
import Vision

@Suite struct StratifiedSplitTests {
  /// Sorted by class, as the sample of MNIST is.
  private let labels = (0..<10).flatMap { [Int32](repeating: $0, count: 500) }

  @Test func everyClassHasItsShareInBothParts() {
    let split = StratifiedSplit(labels: labels, testEvery: 5)
    for part in [(split.train, 400), (split.test, 100)] {
      let counts = Dictionary(part.0.map { (labels[$0], 1) }, uniquingKeysWith: +)
      #expect(counts == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, part.1) }))
    }
  }

  @Test func everyPositionIsInOnePart() {
    let split = StratifiedSplit(labels: labels, testEvery: 5)
    #expect((split.train + split.test).sorted() == Array(0..<5000))
  }

  @Test func bothPartsAreMixed() {
    let split = StratifiedSplit(labels: labels, testEvery: 5)
    #expect(Set(split.train.prefix(100).map { labels[$0] }).count == 10)
    #expect(Set(split.test.prefix(100).map { labels[$0] }).count == 10)
  }

  /// Golden: a book's numbers depend on this order. SplitMix64 of 1, 2, …, 12 decides it.
  @Test func theSplitIsTheSameEverywhere() {
    let split = StratifiedSplit(labels: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], testEvery: 2)
    #expect(split.train + split.test == Self.golden)
  }

  /// Computed by the Python program
  /// `def n(i): z=(i+1)*0x9E3779B97F4A7C15&M; z=(z^z>>30)*0xBF58476D1CE4E5B9&M; z=(z^z>>27)*0x94D049BB133111EB&M;
  /// return z^z>>31` with `M=2**64-1`, sorting the positions by it.
  private static let golden = [2, 6, 5, 10, 7, 0, 4, 8, 1, 11, 9, 3]
}
