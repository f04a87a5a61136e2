import Synchronization

/// Counts how often this process has allocated memory for tensors: a step of training after the first must not.
package enum StorageAllocations {
  private static let counter = Atomic<Int>(0)

  package static var count: Int { counter.load(ordering: .relaxed) }

  static func increment() { counter.add(1, ordering: .relaxed) }
}
