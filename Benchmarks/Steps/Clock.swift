/// The least of 200 runs after 50 to warm up: what the operation takes when nothing else runs.
func leastSeconds(_ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  for _ in 0..<50 { body() }
  let least = (0..<200).map { _ in clock.measure(body) }.min() ?? .zero
  let (seconds, attoseconds) = least.components
  return Double(seconds) + Double(attoseconds) * 1e-18
}
