// Only correctly rounded operations are used (+ − × ÷ √), so every machine and C library gives the same bits.

extension RandomGenerator {
  /// A number that is equally likely anywhere in a range, its upper bound excluded.
  public mutating func uniform(in range: Range<Float> = 0..<1) -> Float {
    let unit = Float(next() >> 40) * 0x1p-24
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * unit
    return min(value, range.upperBound.nextDown)
  }

  /// A normally distributed number.
  public mutating func normal(mean: Float = 0, standardDeviation: Float = 1) -> Float {
    mean + standardDeviation * Float(standardNormal())
  }

  /// A normally distributed number within two standard deviations of the mean: others are drawn again, as Keras does.
  public mutating func truncatedNormal(mean: Float = 0, standardDeviation: Float = 1) -> Float {
    var value = standardNormal()
    while abs(value) >= 2 { value = standardNormal() }
    return mean + standardDeviation * Float(value)
  }

  /// An integer that is equally likely to be any of 0, 1, …, `count` − 1.
  public mutating func integer(below count: Int) -> Int {
    precondition(count > 0, "no integer lies below \(count) and not below 0")
    let bound = UInt64(count)
    // Multiples of `bound` that do not fit a whole time would favour the small integers.
    let excess = (UInt64.max % bound + 1) % bound
    var word = next()
    while word < excess { word = next() }
    return Int(word % bound)
  }

  /// The integers 0, 1, …, `count` − 1 in random order (Fisher and Yates' shuffle).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, integer(below: last + 1)) }
    return order
  }

  /// Marsaglia's polar method: a point in the unit disc gives a normal number.
  private mutating func standardNormal() -> Double {
    while true {
      let x = signedUnit()
      let y = signedUnit()
      let square = x * x + y * y
      if square < 1, square > 0 { return x * (-2 * Self.logarithm(square) / square).squareRoot() }
    }
  }

  private mutating func signedUnit() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }

  /// The natural logarithm by the series of atanh: ln m = 2 Σ sᵏ/k over odd k, s = (m−1)/(m+1).
  static func logarithm(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 { (significand, exponent) = (significand / 2, exponent + 1) }
    let s = (significand - 1) / (significand + 1)
    var series = 0.0
    for k in stride(from: 21, through: 1, by: -2) { series = series * (s * s) + 1 / Double(k) }
    return exponent * 0.6931471805599453 + 2 * s * series
  }
}

extension Tensor where Element == Float {
  /// Makes a tensor of numbers that are equally likely anywhere in a range.
  public init(uniform shape: [Int], in range: Range<Float> = 0..<1, using generator: inout RandomGenerator) {
    self.init(shape) { _ in generator.uniform(in: range) }
  }

  /// Makes a tensor of normally distributed numbers.
  public init(
    normal shape: [Int], mean: Float = 0, standardDeviation: Float = 1, using generator: inout RandomGenerator
  ) {
    self.init(shape) { _ in generator.normal(mean: mean, standardDeviation: standardDeviation) }
  }

  /// Makes a tensor whose elements follow from their places in row-major order.
  private init(_ shape: [Int], _ element: (Int) -> Float) {
    self.init(uninitialized: shape)
    unsafe withUnsafeMutableBuffer { target in
      for index in 0..<target.count { unsafe target[index] = element(index) }
    }
  }
}
