/// Cuts a labelled list into training and test with the same share of every class in both, always in the same way.
///
/// Each position gets a fixed number that looks random: SplitMix64's output function of the position. The list is put in
/// the order of these numbers, which mixes one that was sorted by class; then, of each class, every n-th goes to the test
/// set. No generator is involved: the split depends on labels and positions alone.
///
/// Source of the function: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
package struct StratifiedSplit: Equatable {
  /// Positions in the list.
  package private(set) var train: [Int] = []
  package private(set) var test: [Int] = []

  /// - Parameter period: one in so many elements of each class goes to the test set; at least 1.
  package init(labels: [Int32], testEvery period: Int) {
    precondition(period > 0, "one in \(period) elements cannot be chosen")
    var seen: [Int32: Int] = [:]
    for position in labels.indices.sorted(by: { Self.number($0) < Self.number($1) }) {
      seen[labels[position], default: 0] += 1
      if seen[labels[position], default: 0].isMultiple(of: period) {
        test.append(position)
      } else {
        train.append(position)
      }
    }
  }

  private static func number(_ position: Int) -> UInt64 {
    var z = UInt64(position + 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
