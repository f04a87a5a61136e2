internal import Foundation

extension Coat {
  /// The colour of the fur at a place on the pet, without light.
  ///
  /// - Parameters:
  ///   - skin: along, extremity, under and inner, which is −1 on the nose.
  ///   - facesUp: 1 on the back, −1 below.
  ///   - point: in head radii.
  func tint(_ skin: SIMD4<Float>, facesUp: Float, at point: Vector, _ noise: Noise) -> Tint {
    let near = noise(point * 2.2 + place)
    let wide = noise(point * 0.75 + place * 1.7)
    var tint = mix(base, marks, share(ofMarks: skin, facesUp, point, near: near, wide: wide, noise))
    if white > 0 {
      let edge = skin.z + (near - 0.5) * 0.35 + (wide - 0.5) * 0.5
      tint = mix(tint, Tint(0.93, 0.91, 0.88), smoothStep(1.02 - white, 1.14 - white, edge))
    }
    let hollow = mix(tint * 0.55, Tint(0.62, 0.4, 0.36), 0.5)
    tint = mix(tint, hollow, max(skin.w, 0) * 0.85)
    return mix(tint * (0.9 + 0.2 * wide), nose, smoothStep(0.4, 0.7, -skin.w))
  }

  private func share(
    ofMarks skin: SIMD4<Float>, _ facesUp: Float, _ point: Vector, near: Float, wide: Float, _ noise: Noise
  ) -> Float {
    switch pattern {
    case .solid: 0
    case .stripes:
      smoothStep(0.05, 0.75, sin(skin.x * density * 2.6 + (wide - 0.5) * 7 + (near - 0.5) * 2.2)) * (0.9 - 0.5 * skin.z)
    case .spots: smoothStep(0.58, 0.68, noise(point * density * 1.5 + place)) * (0.9 - 0.4 * skin.z)
    case .patches: smoothStep(0.5, 0.56, wide * 0.8 + near * 0.2)
    case .points: smoothStep(0.4, 0.85, skin.y + (near - 0.5) * 0.4)
    case .saddle: smoothStep(0.05, 0.45, facesUp + (near - 0.5) * 0.7 + 0.15 - skin.y * 0.5)
    case .ticked: smoothStep(0.3, 0.7, noise(point * 9 + place)) * 0.7
    }
  }
}
