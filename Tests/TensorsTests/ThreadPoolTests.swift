import Synchronization
import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ThreadPoolTests {
  /// How often each piece ran.
  private func counts(_ pool: ThreadPool, pieces: Int) -> [Int] {
    let counts = Mutex([Int](repeating: 0, count: max(pieces, 0)))
    pool.parallel(pieces) { piece in counts.withLock { $0[piece] += 1 } }
    return counts.withLock { $0 }
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 1000])
  func runsEveryPieceOnce(_ threads: Int, _ pieces: Int) {
    let pool = ThreadPool(threads: threads)
    for _ in 0..<5 { #expect(counts(pool, pieces: pieces).allSatisfy { $0 == 1 }) }
  }

  @Test func manyRegionsFollowEachOther() {
    let pool = ThreadPool(threads: 3)
    let sum = Atomic<Int>(0)
    for _ in 0..<20_000 { pool.parallel(3) { sum.add($0 + 1, ordering: .relaxed) } }
    #expect(sum.load(ordering: .relaxed) == 120_000)
  }

  @Test func aSleepingPoolWakes() {
    let pool = ThreadPool(threads: 2)
    for _ in 0..<5 {
      #expect(counts(pool, pieces: 10).allSatisfy { $0 == 1 })
      usleep(20_000)
    }
  }

  @Test func nestedRegionsRunInline() {
    let pool = ThreadPool(threads: 2)
    let sum = Atomic<Int>(0)
    pool.parallel(4) { _ in pool.parallel(4) { _ in sum.add(1, ordering: .relaxed) } }
    #expect(sum.load(ordering: .relaxed) == 16)
  }

  @Test func startsAgainAfterAStop() {
    let pool = ThreadPool(threads: 3)
    for _ in 0..<20 {
      #expect(counts(pool, pieces: 9).allSatisfy { $0 == 1 })
      pool.stop()
    }
    pool.stop()
    pool.threads = 2
    #expect(counts(pool, pieces: 9).allSatisfy { $0 == 1 })
  }

  @Test func severalThreadsWorkAtOnce() {
    let pool = ThreadPool(threads: 2)
    let arrived = Atomic<Int>(0)
    // Each piece waits for the other: one thread alone would never end.
    pool.parallel(2) { _ in
      arrived.add(1, ordering: .sequentiallyConsistent)
      while arrived.load(ordering: .sequentiallyConsistent) < 2 { sched_yield() }
    }
    #expect(arrived.load(ordering: .relaxed) == 2)
  }
}
