import Tensors

/// Zeroes elements at random and scales the rest by 1/(1−rate). The mask follows from key and position alone.
///
/// Element e belongs to word (e / 8) mod 4 of the Philox block 8·(e / 32) + e mod 8, so that eight blocks at a time make the
/// words of 32 elements in their order. An element is kept if its word is at least rate · 2³².
package struct Dropout: Sendable {
  package let rate: Float

  package init(rate: Float) {
    require(rate >= 0 && rate < 1, "a dropout rate is at least 0 and below 1, not \(rate)")
    self.rate = rate
  }

  /// Elements in a piece of work, a multiple of 32.
  private static var pieceCount: Int { 4096 }

  /// Drops elements of `input`; the gradient is the same call with the same key. Input and output may be the same memory.
  ///
  /// - Parameter key: names the mask; another one for each layer and step, such as `RandomGenerator.next()` of the layer.
  package func apply(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int, key: UInt64
  ) {
    let pieces = (count + Self.pieceCount - 1) / Self.pieceCount
    ThreadPool.shared.parallel(pieces) { piece in
      let end = min((piece + 1) * Self.pieceCount, count)
      for start in stride(from: piece * Self.pieceCount, to: end, by: 32) {
        let words = PhiloxBlocks.eight(key: key, counter: UInt64(start / 4))
        drop(input, output, start, end, words.0)
        drop(input, output, start + 8, end, words.1)
        drop(input, output, start + 16, end, words.2)
        drop(input, output, start + 24, end, words.3)
      }
    }
  }

  /// Drops up to eight elements from `start` on by their random words.
  @inline(__always)
  private func drop(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ start: Int, _ end: Int,
    _ words: SIMD8<UInt64>
  ) {
    let scale = 1 / (1 - rate)
    let threshold = UInt64(Double(rate) * 0x1p32)
    // The difference is negative, its sign bit set, where the word is at least the threshold.
    let isKept = (SIMD8<UInt64>(repeating: threshold) &- 1 &- words) &>> 63
    if start + 8 <= end {
      let mask = SIMD8<UInt32>(repeating: 0) &- SIMD8<UInt32>(truncatingIfNeeded: isKept)
      let scaled = input.vector(start, SIMD8<Float>.self) * scale
      let kept = unsafeBitCast(scaled, to: SIMD8<UInt32>.self) & mask
      output.store(unsafeBitCast(kept, to: SIMD8<Float>.self), at: start)
    } else {
      for i in start..<max(end, start) { output[i] = isKept[i - start] == 1 ? input[i] * scale : 0 }
    }
  }
}

/// Philox4x32-10 of several counters at once; see `Philox`.
enum PhiloxBlocks {
  typealias Words = SIMD8<UInt64>

  /// The four words (in the low halves of 64 bits) of the blocks `counter`, `counter` + 1, … + 7.
  @inline(__always)
  static func eight(key: UInt64, counter: UInt64) -> (Words, Words, Words, Words) {
    let low = Words(repeating: 0xFFFF_FFFF)
    let counters = Words(repeating: counter) &+ Words(0, 1, 2, 3, 4, 5, 6, 7)
    var (a, b, c, d) = (counters & low, counters &>> 32, Words(repeating: 0), Words(repeating: 0))
    var (first, second) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
    for _ in 0..<10 {
      let p = a &* Words(repeating: 0xD251_1F53)
      let q = c &* Words(repeating: 0xCD9E_8D57)
      a = (q &>> 32) ^ b ^ Words(repeating: UInt64(first))
      b = q & low
      c = (p &>> 32) ^ d ^ Words(repeating: UInt64(second))
      d = p & low
      first &+= 0x9E37_79B9
      second &+= 0xBB67_AE85
    }
    return (a, b, c, d)
  }
}
