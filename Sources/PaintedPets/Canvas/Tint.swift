/// Red, green and blue from 0 to 1, as screens show them.
typealias Tint = SIMD3<Float>

extension Tint {
  /// Lighter above 1, darker below.
  func shaded(_ factor: Float) -> Tint { self * factor }

  /// How light it is, from 0 to 1.
  var luminance: Float { dot(Tint(0.299, 0.587, 0.114)) }

  /// Between grey (0) and itself (1).
  func saturated(_ share: Float) -> Tint { mix(Tint(repeating: luminance), self, share) }

  var limited: Tint { replacing(with: 0, where: self .< 0).replacing(with: 1, where: self .> 1) }
}
