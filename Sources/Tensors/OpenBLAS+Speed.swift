extension OpenBLAS {
  /// Side of the square matrices whose product is timed: large enough to reach the processor's speed.
  private static var side: Int { 1024 }
  /// Of so many runs the fastest counts, since other programs can only slow a run down.
  private static var runs: Int { 5 }

  /// Measures products of matrices of 1024 x 1024, one product at a time on each of several threads.
  /// - Returns: 10⁹ multiplications and additions a second, all threads together.
  package static func measuredGigaflops(threads: Int) -> Double {
    let elements = side * side
    let factor = Tensor<Float>([side, side], repeating: 0.5)
    let products = (0..<threads).map { _ in TensorStorage<Float>(uninitialized: elements) }
    let clock = ContinuousClock()
    let fastest = unsafe factor.withUnsafeBuffer { input in
      guard let a = input.baseAddress else { return nil as Duration? }
      return (0..<runs).map { _ in
        clock.measure {
          ThreadPool.shared.parallel(threads) { piece in
            unsafe multiply(
              a, strideA: side, a, strideB: side, into: products[piece].pointer, strideC: side, m: side, n: side,
              k: side)
          }
        }
      }.min()
    }
    guard let fastest else { return 0 }
    let seconds = Double(fastest.components.seconds) + Double(fastest.components.attoseconds) * 1e-18
    return Double(2 * threads * side * side * side) / seconds / 1e9
  }
}
