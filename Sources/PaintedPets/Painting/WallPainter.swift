internal import Foundation

/// The colour of what is behind the pet, point by point.
struct WallPainter {
  let backdrop: Backdrop
  let noise: Noise

  func tint(_ spot: Spot) -> Tint {
    let b = backdrop
    let cloud = noise.cloud(Vector(spot.x * 4, spot.y * 4, 0) + b.place)
    return switch b.wall {
    case .plaster: b.wallTint * (0.86 + 0.28 * cloud)
    case .wallpaper: wallpaper(spot) * (0.94 + 0.12 * cloud)
    case .bricks: bricks(spot) * (0.85 + 0.3 * cloud)
    case .panels: panels(spot)
    case .foliage: foliage(spot)
    case .hills: hills(spot, cloud)
    case .curtain: mix(b.wallTint, b.secondWallTint, 0.25 * cloud) * folds(spot)
    case .shelves: shelves(spot)
    }
  }

  private func wallpaper(_ spot: Spot) -> Tint {
    let u = spot.x * 14 / backdrop.grain
    let stripe = smoothStep(0.2, 0.3, abs(u - u.rounded()))
    let v = spot.y * 14 / backdrop.grain + (Int(u.rounded()) & 1 == 0 ? 0 : 0.5)
    let flower = smoothStep(0.06, 0.03, pow(u - u.rounded(), 2) + pow(v - v.rounded(), 2))
    return mix(mix(backdrop.wallTint, backdrop.secondWallTint, 0.3 * stripe), backdrop.secondWallTint, 0.7 * flower)
  }

  private func bricks(_ spot: Spot) -> Tint {
    let height = 0.07 * backdrop.grain
    let row = (spot.y / height).rounded(.down)
    let u = spot.x / (height * 2.4) + (Int(row) & 1 == 0 ? 0 : 0.5)
    let column = u.rounded(.down)
    let tone = noise.grain(Int(column) + Int(backdrop.place.x * 9), Int(row))
    let edge = min(min(u - column, column + 1 - u) * 2.4, min(spot.y / height - row, row + 1 - spot.y / height))
    let brick = mix(backdrop.wallTint, backdrop.secondWallTint, tone) * (0.8 + 0.35 * tone)
    return mix(Tint(0.66, 0.63, 0.58), brick, smoothStep(0.04, 0.12, edge))
  }

  private func panels(_ spot: Spot) -> Tint {
    let u = spot.x / (0.12 * backdrop.grain)
    let board = u.rounded(.down)
    let tone = noise.grain(Int(board) + Int(backdrop.place.y * 9), 7)
    let veins = noise.cloud(Vector(u * 5, spot.y * 2.2, board) + backdrop.place)
    let edge = min(u - board, board + 1 - u)
    return mix(backdrop.wallTint, backdrop.secondWallTint, 0.5 * tone) * (0.7 + 0.5 * veins)
      * (0.45 + 0.55 * smoothStep(0, 0.06, edge))
  }

  private func foliage(_ spot: Spot) -> Tint {
    let place = Vector(spot.x, spot.y, 0) * (9 / backdrop.grain) + backdrop.place
    let mass = noise.cloud(place * 0.5)
    let leaf = noise(place * 3.2)
    let tint = mix(backdrop.wallTint, backdrop.secondWallTint, smoothStep(0.35, 0.7, mass))
    return tint * (0.35 + 0.75 * leaf + 0.5 * mass) + Tint(repeating: 0.35) * smoothStep(0.78, 0.92, leaf * mass * 1.5)
  }

  private func hills(_ spot: Spot, _ cloud: Float) -> Tint {
    let line = backdrop.horizon - 0.05 - 0.2 * noise(Vector(spot.x * 2.4, 0.5, 0.5) + backdrop.place)
    let sky = mix(backdrop.wallTint, Tint(0.93, 0.93, 0.92), 0.5 * spot.y + 0.6 * smoothStep(0.5, 0.75, cloud))
    let land = mix(backdrop.groundTint, Tint(0.5, 0.56, 0.6), 0.45) * (0.75 + 0.5 * cloud)
    return mix(sky, land, smoothStep(0, 0.012, spot.y - line))
  }

  private func folds(_ spot: Spot) -> Float {
    let bend = noise(Vector(spot.x * 3, spot.y * 0.7, 0) + backdrop.place) * 5
    return 0.78 + 0.26 * sin(spot.x * 34 / backdrop.grain + bend)
  }

  private func shelves(_ spot: Spot) -> Tint {
    let height = 0.2 * backdrop.grain
    let row = (spot.y / height).rounded(.down)
    let inside = spot.y / height - row
    let u = spot.x / 0.028 + noise(Vector(spot.x * 12, row, 0) + backdrop.place) * 1.6
    let (column, line) = (Int(u.rounded(.down)), Int(row) * 5 + Int(backdrop.place.z * 9))
    let tint = Tint(noise.grain(column, line), noise.grain(column, line + 1), noise.grain(column, line + 2))
    let top = 0.12 + 0.3 * noise.grain(column, line + 3)
    if inside > 0.93 { return backdrop.wallTint }
    if inside < top { return backdrop.wallTint * 0.35 }
    let round = 0.7 + 0.5 * sin((u - u.rounded(.down)) * Float.pi)
    return mix(backdrop.secondWallTint, tint.saturated(0.7) * 0.8, 0.75) * round
  }
}
