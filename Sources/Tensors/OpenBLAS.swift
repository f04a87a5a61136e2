internal import CBLAS

/// Matrix products by OpenBLAS, each on the calling thread: parallelism comes from the `ThreadPool`.
package enum OpenBLAS {
  /// Whether an operand is used as it lies in memory or with rows and columns exchanged.
  package enum Order: Sendable {
    case normal, transposed
  }

  /// Set once: OpenBLAS starts no threads of its own after that.
  private static let isSingleThreaded: Void = openblas_set_num_threads(1)

  /// c = a · b, or c += a · b, of row-major matrices: a M x K, b K x N, c M x N (after the orders are applied).
  ///
  /// - Parameters:
  ///   - strideA, strideB, strideC: elements from one row in memory to the next.
  @unsafe package static func multiply(
    _ a: UnsafePointer<Float>, _ orderA: Order = .normal, strideA: Int, _ b: UnsafePointer<Float>,
    _ orderB: Order = .normal, strideB: Int, into c: UnsafeMutablePointer<Float>, strideC: Int, m: Int, n: Int, k: Int,
    isAdding: Bool = false
  ) {
    _ = isSingleThreaded
    unsafe cblas_sgemm(
      CblasRowMajor, orderA == .normal ? CblasNoTrans : CblasTrans, orderB == .normal ? CblasNoTrans : CblasTrans,
      blasint(m), blasint(n), blasint(k), 1, a, blasint(strideA), b, blasint(strideB), isAdding ? 1 : 0, c,
      blasint(strideC))
  }

  /// The family of kernels that OpenBLAS chose for this processor, such as `SkylakeX` or `Zen`.
  package static var coreName: String {
    guard let name = unsafe openblas_get_corename() else { return "unknown" }
    return unsafe String(cString: name)
  }

  /// The library's version, such as `0.3.21`.
  package static var version: String {
    guard let text = unsafe openblas_get_config() else { return "unknown" }
    let words = unsafe String(cString: text).split(separator: " ")
    return words.count > 1 && words[0] == "OpenBLAS" ? String(words[1]) : words.first.map(String.init) ?? "unknown"
  }
}
