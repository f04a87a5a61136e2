internal import Tensors

/// What the camera does last: a little blur, its colours, noise.
struct Finish {
  let scene: PetScene
  let noise: Noise

  /// [side, side, 3]
  func image(_ raster: Raster) -> Tensor<UInt8> {
    let side = raster.side
    let soft = raster.blurred(scene.framing.blur * Float(side))
    var dice = scene.details
    let starts = (0..<4).map { _ in (x: dice.number(below: 256), y: dice.number(below: 256)) }
    var bytes = [UInt8](repeating: 0, count: side * side * 3)
    for y in 0..<side {
      for x in 0..<side {
        let spot = Spot(Float(x), Float(y)) / Float(side) - Spot(0.5, 0.5)
        let color = ((graded(soft[x, y], spot) + grain(x, y, starts)).limited * 255)
        let place = (y &* side &+ x) &* 3
        for channel in 0..<3 { bytes[place &+ channel] = UInt8(color[channel]) }
      }
    }
    return Tensor([side, side, 3], bytes)
  }

  /// - Parameter spot: from the middle of the picture, in its sides.
  private func graded(_ pixel: SIMD4<Float>, _ spot: Spot) -> Tint {
    let light = scene.light
    let corner = 1 - 0.35 * (spot.x * spot.x + spot.y * spot.y)
    let color = Tint(pixel.x, pixel.y, pixel.z) * light.tint * (light.exposure * corner)
    return (color - Tint(repeating: 0.45)) * light.contrast + Tint(repeating: 0.45)
  }

  /// White noise of each channel and of all, by looking at four places of one table.
  private func grain(_ x: Int, _ y: Int, _ starts: [(x: Int, y: Int)]) -> Tint {
    func part(_ number: Int) -> Float { noise.grain(x &+ starts[number].x, y &+ starts[number].y) - 0.5 }
    return (Tint(part(0), part(1), part(2)) + Tint(repeating: part(3))) * (scene.framing.noise * 2.4)
  }
}
