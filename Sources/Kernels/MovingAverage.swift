/// A mean over many steps in which older ones count less and less.
package enum MovingAverage {
  /// average · momentum + value · (1 − momentum), as Keras' batch normalisation moves its averages.
  package static func move(
    _ average: UnsafeMutablePointer<Float>, towards value: UnsafePointer<Float>, count: Int, momentum: Double
  ) {
    let (kept, taken) = (Float(momentum), Float(1 - momentum))
    for index in 0..<count { average[index] = average[index] * kept + value[index] * taken }
  }
}
