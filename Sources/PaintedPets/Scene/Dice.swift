internal import Tensors

/// The random numbers of one aspect of a scene, such as its light, so that a change of one leaves the others alone.
struct Dice {
  private var generator: RandomGenerator

  init(seed: UInt64, aspect: String, of species: Species, index: Int) {
    generator = RandomGenerator(seed: seed, purpose: "painted pets \(aspect) \(species) \(index)")
  }

  init(seed: UInt64, purpose: String) { generator = RandomGenerator(seed: seed, purpose: purpose) }

  /// A number that is equally likely anywhere in a range.
  mutating func callAsFunction(_ range: ClosedRange<Float>) -> Float {
    guard range.lowerBound < range.upperBound else { return range.lowerBound }
    return generator.uniform(in: range.lowerBound..<range.upperBound)
  }

  /// A number near `mean`, never further than two of `spread` away.
  mutating func near(_ mean: Float, _ spread: Float) -> Float {
    generator.truncatedNormal(mean: mean, standardDeviation: spread)
  }

  /// Whether something happens that has a probability.
  mutating func chance(_ probability: Float) -> Bool { self(0...1) < probability }

  /// −1 or 1.
  mutating func sign() -> Float { chance(0.5) ? 1 : -1 }

  /// 0, 1, …, `count` − 1.
  mutating func number(below count: Int) -> Int { generator.integer(below: count) }

  /// One of several, all equally likely.
  mutating func one<Value>(of values: [Value]) -> Value { values[generator.integer(below: values.count)] }

  /// One of several with weights.
  mutating func one<Value>(among choices: [(Value, Float)]) -> Value {
    var left = self(0...1) * choices.reduce(0) { $0 + $1.1 }
    for choice in choices.dropLast() {
      left -= choice.1
      if left < 0 { return choice.0 }
    }
    return choices[choices.count - 1].0
  }

  /// A point in a cube, so that two pets never have the same noise.
  mutating func place(within side: Float) -> Vector { Vector(self(0...side), self(0...side), self(0...side)) }
}
