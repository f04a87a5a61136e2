/// Joins an operation with its only consumer where one kernel does the work of both: convolution + ReLU + max pooling,
/// dense + ReLU. The value between them is never stored.
struct Fusion {
  /// Buffers that somebody outside the operations reads.
  let kept: Set<Buffer>

  func apply(to operations: [any ForwardOperation]) -> [any ForwardOperation] {
    var remaining = operations
    var index = 0
    while index < remaining.count {
      if let (consumer, joined) = join(remaining, at: index) {
        remaining[index] = joined
        remaining.remove(at: consumer)
      } else {
        index += 1
      }
    }
    return remaining
  }

  private func join(
    _ operations: [any ForwardOperation], at index: Int
  ) -> (consumer: Int, joined: any ForwardOperation)? {
    let output = operations[index].output
    let consumers = operations.indices.filter { operations[$0].reads.contains(output) }
    guard !kept.contains(output), consumers.count == 1 else { return nil }
    guard let joined = operations[index].absorbing(operations[consumers[0]]) else { return nil }
    return (consumers[0], joined)
  }
}
