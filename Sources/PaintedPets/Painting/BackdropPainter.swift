/// Paints all that is behind and under the pet, unsharp where it is far away.
struct BackdropPainter {
  let scene: PetScene
  let noise: Noise
  /// Where the ground begins, in sides from the top.
  let horizon: Float

  func raster(side: Int) -> Raster {
    let sheet = Sheet(side: side)
    sheet.replace(with: surfaces(side: side))
    let light = Spot(scene.light.direction.x, scene.light.direction.y)
    for prop in scene.backdrop.props { sheet.paint(PropPainter(prop: prop, light: light).dabs()) }
    var dice = scene.details
    sheet.paint(litter(&dice))
    let sharp = sheet.raster
    return unsharp(sharp, sharp.blurred(scene.backdrop.blur * Float(side)))
  }

  private func surfaces(side: Int) -> Raster {
    let wall = WallPainter(backdrop: scene.backdrop, noise: noise)
    let ground = GroundPainter(backdrop: scene.backdrop, noise: noise, horizon: horizon)
    let light = (scene.light.ambient + scene.light.color * 0.62)
    var raster = Raster(side: side)
    for y in 0..<side {
      for x in 0..<side {
        let spot = Spot(Float(x) + 0.5, Float(y) + 0.5) / Float(side)
        let tint = spot.y < horizon ? wall.tint(spot) : ground.tint(spot)
        let side = 1 + 0.3 * scene.light.direction.x * (spot.x - 0.5)
        raster[x, y] = SIMD4((tint * light * side).limited, 1)
      }
    }
    return raster
  }

  /// Blades, leaves or stones that lie on the ground.
  private func litter(_ dice: inout Dice) -> [Dab] {
    switch scene.backdrop.ground {
    case .grass:
      (0..<110).map { _ in
        let y = dice(horizon...1.05)
        let root = Spot(dice(0...1), y)
        let height = (0.02 + 0.09 * (y - horizon)) * dice(0.5...1.2)
        let tint = mix(scene.backdrop.groundTint, scene.backdrop.secondGroundTint, dice(0...1)) * dice(0.6...1.4)
        let bend = Spot(dice(-0.4...0.4), -1)
        return .line(Path(through: [root, root + bend * height]), tint.limited, width: 0.004)
      }
    case .leaves:
      (0..<45).map { _ in
        let y = dice(horizon...1.05)
        let way = Spot.direction(dice(0...6.28)) * (0.02 + 0.06 * (y - horizon)) * Spot(1, 0.6)
        return PropPainter.leaf(Spot(dice(0...1), y), way, Tint(dice(0.35...0.75), dice(0.25...0.45), dice(0.1...0.2)))
      }
    default: []
    }
  }

  /// What is far away is blurred; what is near the pet's feet is sharp.
  private func unsharp(_ sharp: Raster, _ blurred: Raster) -> Raster {
    var result = sharp
    for y in 0..<sharp.side {
      let share = smoothStep(horizon - 0.05, horizon + 0.3, Float(y) / Float(sharp.side)) * 0.85
      for x in 0..<sharp.side { result[x, y] = mix(blurred[x, y], sharp[x, y], share) }
    }
    return result
  }
}
