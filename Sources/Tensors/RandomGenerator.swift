#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A seeded sequence of random numbers that is the same on every machine.
///
/// Each purpose ("initial weights of conv2d", "shuffling", "dropout") has its own sequence, so that adding a layer or an
/// image does not shift the others' numbers. The generator is a value: a copy continues from the same place.
public struct RandomGenerator: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private var counter: UInt64

  /// Makes the sequence of a purpose, from its beginning or from a later place.
  public init(seed: UInt64, purpose: String = "", counter: UInt64 = 0) {
    key = Self.key(seed: seed, purpose: purpose)
    self.counter = counter
  }

  /// Hashes seed and purpose (FNV-1a over the purpose's bytes) and mixes them by the generator itself.
  private static func key(seed: UInt64, purpose: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let words = Philox.block(key: seed, counter: hash)
    return UInt64(words[1]) << 32 | UInt64(words[0])
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let words = Philox.block(key: key, counter: counter / 2)
    let isSecond = counter % 2 == 1
    counter += 1
    return isSecond ? UInt64(words[3]) << 32 | UInt64(words[2]) : UInt64(words[1]) << 32 | UInt64(words[0])
  }
}
