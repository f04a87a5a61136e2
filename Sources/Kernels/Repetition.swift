/// Repeats elements, and adds repetitions up again.
enum Repetition {
  /// `target[i · times + m] = source[i]`
  static func spread(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int, times: Int
  ) {
    for i in 0..<count {
      for m in 0..<times { target[i * times + m] = source[i] }
    }
  }

  /// `target[i] = Σ source[i · times + m]`, added in the order of m: the adjoint of `spread`.
  static func fold(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int, times: Int
  ) {
    for i in 0..<count {
      var sum: Float = 0
      for m in 0..<times { sum += source[i * times + m] }
      target[i] = sum
    }
  }
}
