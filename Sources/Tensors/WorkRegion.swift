import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the caller of a region and the workers share.
///
/// 1. The caller publishes a `Ticket` (which region, how many pieces, which piece is next) in one atomic word.
/// 2. The caller and the workers claim pieces from it one by one until none is left.
/// 3. The caller returns when every claimed piece is done. Workers look out for the next region for a while, then sleep.
final class WorkRegion: @unchecked Sendable {
  static var mostPieces: Int { Ticket.mostPieces }

  /// Looks at the ticket this often before a worker sleeps: about 100 µs.
  private static var patience: Int { 20_000 }
  /// Looks at the count this often before a waiting caller lets others have its core: about 10 µs.
  private static var callersPatience: Int { 2_000 }

  private let ticket = Atomic<UInt64>(Ticket(region: 0, pieces: 0, next: 0).bits)
  private let completed = Atomic<Int>(0)
  private let isDismissed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let alarm = Alarm()
  private var body: ((Int) -> Void)?

  /// Runs all pieces of a region, together with the workers.
  func run(_ pieces: Int, _ body: @escaping (Int) -> Void) {
    self.body = body
    publish(pieces)
    work()
    wait(for: pieces)
    self.body = nil
  }

  /// Lets workers serve from now on.
  func open() { isDismissed.store(false, ordering: .sequentiallyConsistent) }

  /// Sends the workers home.
  func dismiss() {
    isDismissed.store(true, ordering: .sequentiallyConsistent)
    alarm.ring()
  }

  /// What a worker does until it is dismissed.
  func serve() {
    while !isDismissed.load(ordering: .acquiring) {
      let seen = ticket.load(ordering: .acquiring)
      work()
      rest(while: Ticket(bits: seen).region)
    }
  }

  private func publish(_ pieces: Int) {
    completed.store(0, ordering: .relaxed)
    let last = Ticket(bits: ticket.load(ordering: .relaxed))
    let next = Ticket(region: last.region &+ 1, pieces: UInt64(pieces), next: 0)
    ticket.store(next.bits, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { alarm.ring() }
  }

  /// Runs pieces of the current region until none is left.
  private func work() {
    while let piece = claim() {
      call(piece)
      completed.add(1, ordering: .releasing)
    }
  }

  /// Takes the next piece. While it is not completed the caller waits, so `body` is valid.
  private func claim() -> Int? {
    var current = Ticket(bits: ticket.load(ordering: .acquiring))
    while current.next < current.pieces {
      let (isMine, seen) = ticket.compareExchange(
        expected: current.bits, desired: current.bits + 1, ordering: .acquiringAndReleasing)
      if isMine { return Int(current.next) }
      current = Ticket(bits: seen)
    }
    return nil
  }

  /// Not inlined, so that no reference to `body` outlives the call.
  @inline(never)
  private func call(_ piece: Int) { body?(piece) }

  private func wait(for pieces: Int) {
    var looks = 0
    while completed.load(ordering: .acquiring) < pieces {
      looks += 1
      if looks > Self.callersPatience { sched_yield() }
    }
  }

  /// Returns when another region than the one seen is open, or the workers are dismissed.
  private func rest(while region: UInt64) {
    for _ in 0..<Self.patience where !mayRest(region) { return }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    alarm.sleep { mayRest(region) }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
  }

  private func mayRest(_ region: UInt64) -> Bool {
    Ticket(bits: ticket.load(ordering: .sequentiallyConsistent)).region == region
      && !isDismissed.load(ordering: .sequentiallyConsistent)
  }
}

/// Which region of work is open and which of its pieces comes next, in one word that can change atomically.
private struct Ticket {
  static var mostPieces: Int { 0xFFFFF }

  let bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  init(region: UInt64, pieces: UInt64, next: UInt64) { bits = region << 40 | pieces << 20 | next }

  var region: UInt64 { bits >> 40 }
  var pieces: UInt64 { bits >> 20 & 0xFFFFF }
  var next: UInt64 { bits & 0xFFFFF }
}
