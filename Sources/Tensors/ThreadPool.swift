import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the pieces of a region of work on several threads and waits for all of them.
///
/// Which thread runs a piece is left open, so pieces must not depend on it: their boundaries follow from shapes, and
/// partial results are added in the order of the pieces afterwards.
///
/// The threads are plain pthreads. They start with the first region and end in `stop()`, after which the process may fork.
package final class ThreadPool: @unchecked Sendable {
  /// The pool of every kernel. `QUIRE_THREADS` sets its threads; else it has one for each core.
  package static let shared = ThreadPool(threads: configuredThreads)

  /// Threads that work in a region, the caller's included. Changing it stops the workers.
  package var threads: Int {
    get { requested.load(ordering: .relaxed) }
    set {
      precondition(newValue > 0, "a pool has at least one thread, not \(newValue)")
      stop()
      requested.store(newValue, ordering: .relaxed)
    }
  }

  private let requested: Atomic<Int>
  /// Whether a region runs, or the threads are being started or stopped. Guards `workers`.
  private let isBusy = Atomic<Bool>(false)
  private let region = WorkRegion()
  private var workers: [Worker] = []

  package init(threads: Int) {
    precondition(threads > 0, "a pool has at least one thread, not \(threads)")
    requested = Atomic(threads)
  }

  deinit { stop() }

  private static var configuredThreads: Int {
    if let text = unsafe getenv("QUIRE_THREADS"), let count = unsafe Int(String(cString: text)), count > 0 {
      return count
    }
    return Worker.availableCores
  }

  /// Calls `body` once for every piece 0, 1, …, on several threads at once, and returns when all calls have returned.
  ///
  /// Inside a region, or while another thread runs one, the pieces run one after another on the calling thread.
  package func parallel(_ pieces: Int, _ body: (Int) -> Void) {
    guard pieces > 1, threads > 1, pieces <= WorkRegion.mostPieces, claim() else {
      for piece in 0..<max(pieces, 0) { body(piece) }
      return
    }
    if workers.isEmpty { start() }
    withoutActuallyEscaping(body) { region.run(pieces, $0) }
    isBusy.store(false, ordering: .releasing)
  }

  /// Ends the workers and waits for them. They start again with the next region.
  package func stop() {
    while !claim() { sched_yield() }
    region.dismiss()
    for worker in workers { worker.join() }
    workers = []
    isBusy.store(false, ordering: .releasing)
  }

  private func claim() -> Bool { !isBusy.exchange(true, ordering: .acquiring) }

  private func start() {
    region.open()
    workers = (1..<threads).compactMap { _ in Worker { [region] in region.serve() } }
  }
}
