/// The generator of NumPy's `RandomState`, by which Keras shuffles the files of a folder: with it the same seed gives the same
/// split into training and validation.
///
/// M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudo-random number generator",
/// ACM TOMACS 8 (1998); the seeding is that of the authors' version of 2002.
struct MersenneTwister {
  private static let size = 624
  /// How far back the second term of the recurrence lies.
  private static let distance = 397

  private var words: [UInt32]
  private var position = size

  init(seed: UInt32) {
    words = [seed]
    for index in 1..<Self.size {
      let last = words[index - 1]
      words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  private mutating func twist() {
    for index in 0..<Self.size {
      let mixed = (words[index] & 0x8000_0000) | (words[(index + 1) % Self.size] & 0x7fff_ffff)
      let odd: UInt32 = mixed & 1 == 1 ? 0x9908_b0df : 0
      words[index] = words[(index + Self.distance) % Self.size] ^ (mixed >> 1) ^ odd
    }
    position = 0
  }

  /// An integer from 0 to `most`: numbers of as many bits are drawn until one is not too great.
  private mutating func integer(upTo most: Int) -> Int {
    let mask = UInt32.max >> UInt32(UInt32(most).leadingZeroBitCount)
    while true {
      let value = Int(next() & mask)
      if value <= most { return value }
    }
  }

  /// The integers 0, 1, …, `count` − 1 in the order in which `RandomState.shuffle` leaves a list of them.
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, integer(upTo: last)) }
    return order
  }
}
