internal import Tensors

/// The memory in which the plans of a model run, one after another. It grows to what the largest needs and is kept.
final class Arena {
  private(set) var storage = TensorStorage<UInt8>(uninitialized: 0)

  /// Makes room. What the arena held is lost.
  func reserve(_ bytes: Int) {
    guard bytes > storage.count else { return }
    storage = TensorStorage(uninitialized: bytes)
  }
}
