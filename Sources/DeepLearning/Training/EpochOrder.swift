internal import Tensors

/// In which order each epoch takes the examples: follows from a seed and the number of the epoch.
package struct EpochOrder: Hashable, Sendable {
  package let count: Int
  /// Nil keeps the order of the data.
  package let seed: UInt64?

  package init(count: Int, seed: UInt64?) { (self.count, self.seed) = (count, seed) }

  /// The numbers of the examples, in the order of the epoch of this number, from 0.
  package func order(ofEpoch epoch: Int) -> [Int] {
    guard let seed else { return Array(0..<count) }
    var generator = RandomGenerator(seed: seed, purpose: "order of epoch \(epoch)")
    return generator.permutation(count)
  }
}
