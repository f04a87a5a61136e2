internal import Tensors

/// What the camera does last: a little blur, its colours, noise.
struct Finish {
  let scene: PetScene
  let noise: Noise

  /// [side, side, 3]
  func image(_ raster: Raster) -> Tensor<UInt8> {
    let soft = raster.blurred(scene.framing.blur * Float(raster.side))
    var dice = scene.details
    let starts = (0..<4).map { _ in (x: dice.number(below: 256), y: dice.number(below: 256)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raster.pixels.count * 3)
    for (index, pixel) in soft.pixels.enumerated() {
      let color = (graded(pixel, index, raster.side) + grain(index, raster.side, starts)) * 255
      for channel in 0..<3 { bytes.append(UInt8(min(max(color[channel], 0), 255))) }
    }
    return Tensor([raster.side, raster.side, 3], bytes)
  }

  private func graded(_ pixel: SIMD4<Float>, _ index: Int, _ side: Int) -> Tint {
    let light = scene.light
    let spot = Spot(Float(index % side), Float(index / side)) / Float(side) - Spot(0.5, 0.5)
    let corner = 1 - 0.35 * (spot * spot).sum()
    let color = Tint(pixel.x, pixel.y, pixel.z) * light.tint * (light.exposure * corner)
    return (color - Tint(repeating: 0.45)) * light.contrast + Tint(repeating: 0.45)
  }

  /// White noise of each channel and of all, by looking at four places of one table.
  private func grain(_ index: Int, _ side: Int, _ starts: [(x: Int, y: Int)]) -> Tint {
    let (x, y) = (index % side, index / side)
    func part(_ number: Int) -> Float { noise.grain(x &+ starts[number].x, y &+ starts[number].y) - 0.5 }
    return (Tint(part(0), part(1), part(2)) + Tint(repeating: part(3))) * (scene.framing.noise * 2.4)
  }
}
