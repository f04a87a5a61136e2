internal import Tensors

/// What the camera does last: a little blur, its colours, noise.
struct Finish {
  let scene: PetScene

  /// [side, side, 3]
  func image(_ raster: Raster) -> Tensor<UInt8> {
    let soft = raster.blurred(scene.framing.blur * Float(raster.side))
    var noise = RandomGenerator(seed: UInt64(scene.coat.place.x * 1e5), purpose: "painted pets sensor")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raster.pixels.count * 3)
    for (index, pixel) in soft.pixels.enumerated() {
      let color = (graded(pixel, index, raster.side) + grain(&noise)) * 255
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

  /// Sums of bytes come close enough to a bell: grey noise, and a little of each channel's own.
  private func grain(_ noise: inout RandomGenerator) -> Tint {
    let word = noise.next()
    let bytes = SIMD8<UInt8>(
      truncatingIfNeeded: SIMD8<UInt64>(word, word >> 8, word >> 16, word >> 24, word >> 32, word >> 40, word >> 48, word >> 56))
    let values = SIMD8<Float>(bytes) / 127.5 - 1
    let grey = values[6] + values[7]
    let own = Tint(values[0] + values[1], values[2] + values[3], values[4] + values[5])
    return (own * 0.7 + Tint(repeating: grey * 0.7)) * (scene.framing.noise * 1.2)
  }
}
