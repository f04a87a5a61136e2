internal import Foundation

/// The pet's shadow on the ground: each blob throws its own.
struct GroundShadow {
  let model: PetModel
  let projection: Projection
  let scene: PetScene

  /// Darkens a picture.
  func lay(on raster: inout Raster) {
    let small = Sheet(side: max(raster.side / 2, 8))
    let shadows = model.blobs.filter { $0.radii.min() > 0.12 }.map(shadow)
    small.paint(.area(Path(joining: shadows), .plain(.zero)))
    let softness = mix(0.022, 0.008, scene.light.hardness) * Float(small.side)
    let shade = small.raster.blurred(softness)
    let strength = mix(0.4, 0.68, scene.light.hardness)
    for y in 0..<raster.side {
      for x in 0..<raster.side {
        let spot = Spot(Float(x) + 0.5, Float(y) + 0.5) / Float(raster.side)
        let factor = 1 - strength * shade.pixel(at: spot).w
        raster[x, y] *= SIMD4(factor, factor, factor, 1)
      }
    }
  }

  private func shadow(_ blob: Blob) -> Path {
    let e = scene.framing.elevation
    let up = Vector(0, cos(e), sin(e))
    let light = scene.light.direction
    let toLight = Vector(light.x, -light.y, light.z)
    let height = blob.center.dot(up)
    let fall = blob.center - toLight * (height / max(toLight.dot(up), 0.35))
    let radius = (blob.radii.x + blob.radii.z) / 2 * projection.scale
    return Path(ellipse: projection.spot(fall), Spot(radius, radius * (sin(e) + 0.16)))
  }
}
