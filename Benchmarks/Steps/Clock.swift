/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let begin = ContinuousClock.now
  try body()
  let (seconds, attoseconds) = (ContinuousClock.now - begin).components
  return Double(seconds) + Double(attoseconds) * 1e-18
}

/// The least of 200 runs after 50 to warm up: what the operation takes when nothing else runs.
func leastSeconds(_ body: () -> Void) -> Double {
  for _ in 0..<50 { body() }
  return (0..<200).map { _ in seconds(body) }.min() ?? 0
}
