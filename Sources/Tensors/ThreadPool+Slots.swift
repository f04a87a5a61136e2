import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ThreadPool {
  /// Calls `body` once for every piece, with the number of a slot 0..<`slots` that no other call has at the same time.
  ///
  /// A slot is scratch memory that a thread finds warm in its cache from piece to piece. Results must not depend on it.
  /// - Parameter slots: at most 64; more threads than slots wait for each other.
  package func parallel(_ pieces: Int, slots: Int, _ body: (_ piece: Int, _ slot: Int) -> Void) {
    precondition((1...64).contains(slots), "1 to 64 slots, not \(slots)")
    let free = FreeSlots(slots)
    parallel(pieces) { piece in
      let slot = free.take()
      body(piece, slot)
      free.giveBack(slot)
    }
  }
}

/// Which slots nobody has: one bit for each.
private final class FreeSlots: Sendable {
  private let bits: Atomic<UInt64>

  init(_ count: Int) { bits = Atomic(UInt64.max >> (64 - UInt64(count))) }

  func take() -> Int {
    var current = bits.load(ordering: .acquiring)
    while true {
      guard current != 0 else {
        sched_yield()
        current = bits.load(ordering: .acquiring)
        continue
      }
      let (isMine, seen) = bits.compareExchange(
        expected: current, desired: current & (current - 1), ordering: .acquiringAndReleasing)
      if isMine { return current.trailingZeroBitCount }
      current = seen
    }
  }

  func giveBack(_ slot: Int) { bits.bitwiseOr(1 << UInt64(slot), ordering: .releasing) }
}
