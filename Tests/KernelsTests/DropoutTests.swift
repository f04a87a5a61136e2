import Kernels
import Tensors
import Testing

@Suite struct DropoutTests {
  private func mask(rate: Float, count: Int, key: UInt64) -> [Float] {
    let (ones, output) = (Buffer([Float](repeating: 1, count: count)), Buffer(junk: count))
    Dropout(rate: rate).apply(input: ones.input, output: output.pointer, count: count, key: key)
    #expect(output.isIntact)
    return output.values
  }

  /// The mask that the documentation describes, word by word.
  @Test(arguments: [1, 31, 32, 77, 5000])
  func agreesWithItsSlowTwin(_ count: Int) {
    let expected = (0..<count).map { e -> Float in
      let block = Philox.block(key: 0x1234_5678_9ABC_DEF0, counter: UInt64(8 * (e / 32) + e % 8))
      return block[e / 8 % 4] >= UInt32(0.3 as Float * 0x1p32) ? 1 / (1 - 0.3) : 0
    }
    #expect(mask(rate: 0.3, count: count, key: 0x1234_5678_9ABC_DEF0) == expected)
  }

  @Test func dropsItsShare() {
    let dropped = mask(rate: 0.25, count: 100_000, key: 5).filter { $0 == 0 }.count
    #expect(abs(dropped - 25_000) < 700)
  }

  @Test func aRateOfZeroKeepsEverything() { #expect(mask(rate: 0, count: 100, key: 1).allSatisfy { $0 == 1 }) }

  @Test func anotherKeyIsAnotherMask() {
    #expect(mask(rate: 0.5, count: 100, key: 1) != mask(rate: 0.5, count: 100, key: 2))
    #expect(mask(rate: 0.5, count: 100, key: 1) == mask(rate: 0.5, count: 100, key: 1))
  }

  @Test func aShorterBufferGetsTheSameBeginning() {
    #expect(mask(rate: 0.5, count: 45, key: 1) == Array(mask(rate: 0.5, count: 9000, key: 1).prefix(45)))
  }
}
