/// The Philox4x32-10 function: four random words from a key and a counter, with no state.
///
/// Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC11), section 3.
package enum Philox {
  private static var multipliers: (UInt32, UInt32) { (0xD251_1F53, 0xCD9E_8D57) }
  private static var increments: SIMD2<UInt32> { SIMD2(0x9E37_79B9, 0xBB67_AE85) }
  private static var rounds: Int { 10 }

  /// The words that belong to a 64-bit key and counter.
  package static func block(key: UInt64, counter: UInt64) -> SIMD4<UInt32> {
    block(
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(key >> 32)),
      counter: SIMD4(UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, 0))
  }

  /// The words that belong to a key and counter, least significant word first.
  package static func block(key: SIMD2<UInt32>, counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var key = key
    var words = counter
    for round in 0..<rounds {
      if round > 0 { key &+= increments }
      let first = UInt64(multipliers.0) * UInt64(words[0])
      let second = UInt64(multipliers.1) * UInt64(words[2])
      words = SIMD4(
        UInt32(second >> 32) ^ words[1] ^ key[0], UInt32(truncatingIfNeeded: second),
        UInt32(first >> 32) ^ words[3] ^ key[1], UInt32(truncatingIfNeeded: first))
    }
    return words
  }
}
