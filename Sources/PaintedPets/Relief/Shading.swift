internal import Foundation

/// Gives a relief colour, single hairs, light and its own shadow.
struct Shading {
  let relief: Relief
  let scene: PetScene
  let noise: Noise
  /// To the light: x right, y down, z to the viewer.
  private let toLight: Vector

  init(_ relief: Relief, _ scene: PetScene, _ noise: Noise) {
    (self.relief, self.scene, self.noise) = (relief, scene, noise)
    toLight = scene.light.direction
  }

  /// The pet alone, with alpha 1 where it is.
  ///
  /// Colour and light are found once for two by two pixels, hairs for each.
  func raster() -> Raster {
    var raster = Raster(side: relief.side)
    for y in stride(from: 0, to: relief.side - 1, by: 2) {
      for x in stride(from: 0, to: relief.side - 1, by: 2) { shade(x, y, &raster) }
    }
    return raster
  }

  private func shade(_ x: Int, _ y: Int, _ raster: inout Raster) {
    var tint: Tint?
    var way = Spot.zero
    for (column, row) in [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] {
      let index = row * relief.side + column
      guard relief.covers(index) else { continue }
      if tint == nil { (tint, way) = (lit(column, row, index), lie(column, row, index)) }
      guard let tint else { continue }
      raster.pixels[index] = SIMD4((tint * hairs(column, row, way)).limited, 1)
    }
  }

  private func place(_ x: Int, _ y: Int, _ index: Int) -> Vector {
    Vector(Float(x), Float(y), relief.depths[index]) / relief.unit
  }

  /// The coat's colour in this light.
  private func lit(_ x: Int, _ y: Int, _ index: Int) -> Tint {
    let (skin, normal) = (relief.places[index].skin, relief.places[index].normal)
    let tint = scene.coat.tint(skin, facesUp: -normal.y, at: place(x, y, index), noise)
    return tint * light(x, y, relief.depths[index], normal)
  }

  // MARK: - Hairs

  /// Which way the fur lies at a place, and an eighth of its length, in pixels.
  private func lie(_ x: Int, _ y: Int, _ index: Int) -> Spot {
    let fur = relief.places[index].fur
    let bend = (noise(place(x, y, index) * 2.6 + scene.coat.place * 0.6) - 0.5) * 2.6 * scene.coat.mess
    let way = Spot(fur.x, fur.y)
    return (way + way.turned * bend) * (scene.coat.fur * fur.z * relief.unit / 6)
  }

  /// White noise, averaged along the way the fur lies, which makes hairs of it: 1 in the mean.
  private func hairs(_ x: Int, _ y: Int, _ way: Spot) -> Float {
    let fineness = 170 / Float(relief.side)
    let middle = Spot(Float(x), Float(y)) * fineness + Spot(1024, 1024)
    let step = way * (fineness * 4 / 3)
    var sum: Float = 0
    for number in -3...3 {
      let place = middle + step * Float(number)
      sum += noise.grain(Int(place.x), Int(place.y))
    }
    return 1 + scene.coat.contrast * (sum / 7 - 0.5) * 3.2
  }

  // MARK: - Light

  private func light(_ x: Int, _ y: Int, _ depth: Float, _ normal: Vector) -> Tint {
    let light = scene.light
    let facing = max((normal.dot(toLight) + 0.25) / 1.25, 0)
    let sky = 0.78 - 0.22 * normal.y
    let rim = powf(max(1 - normal.z, 0), 3) * 0.28
    let direct = (facing + rim) * (1 - shadow(x, y, depth) * (0.35 + 0.5 * light.hardness))
    return light.ambient * (sky * (1 - 0.5 * hollow(x, y, depth))) + light.color * (direct * 0.8)
  }

  /// How much of the light something nearer takes away, from 0 to 1.
  private func shadow(_ x: Int, _ y: Int, _ depth: Float) -> Float {
    var blocked: Float = 0
    for step in 1...7 {
      let way = toLight * (relief.unit * 0.24 * Float(step))
      let over = relief.depth(x + Int(way.x), y + Int(way.y)) - depth - way.z
      blocked = max(blocked, smoothStep(0.02, 0.3, over / relief.unit))
    }
    return blocked
  }

  /// How much lower a place lies than those round it, from 0 to 1: the sky does not reach it.
  private func hollow(_ x: Int, _ y: Int, _ depth: Float) -> Float {
    let reach = Int(relief.unit * 0.22) + 1
    func higher(_ x: Int, _ y: Int) -> Float { smoothStep(0.15, 0.7, (relief.depth(x, y) - depth) / relief.unit) }
    let sum = higher(x + reach, y) + higher(x - reach, y) + higher(x, y + reach) + higher(x, y - reach)
    return min(sum / 2.5, 1)
  }
}
