internal import Foundation

/// The colour of what the pet stands on, point by point, in perspective.
struct GroundPainter {
  let backdrop: Backdrop
  let noise: Noise
  /// Where the ground begins, in sides from the top.
  let horizon: Float

  func tint(_ spot: Spot) -> Tint {
    let away = 0.55 / (spot.y - horizon + 0.16)
    let place = Spot((spot.x - 0.5) * away * 3.2 + 40, away * 3.4 + 40) / backdrop.grain
    let cloud = noise.cloud(Vector(place.x, place.y, 0) * 0.8 + backdrop.place)
    let tint =
      switch backdrop.ground {
      case .grass: grass(spot, cloud)
      case .planks: planks(place, cloud)
      case .tiles: tiles(place, cloud)
      case .carpet: carpet(place, spot)
      case .sand: sand(spot, cloud)
      case .leaves: leaves(place, cloud)
      case .paving: paving(place, cloud)
      case .sofa: sofa(spot, place, cloud)
      }
    return tint * (0.82 + 0.3 * smoothStep(horizon, 1, spot.y))
  }

  private func base(_ share: Float) -> Tint { mix(backdrop.groundTint, backdrop.secondGroundTint, share) }

  private func grass(_ spot: Spot, _ cloud: Float) -> Tint {
    let nearness = 0.35 + spot.y - horizon
    let blade = noise.grain(spot.x * 190 / nearness, spot.y * 46 / nearness)
    return base(smoothStep(0.3, 0.7, cloud)) * (0.5 + 0.85 * blade * (0.6 + 0.4 * nearness) + 0.1)
  }

  private func planks(_ place: Spot, _ cloud: Float) -> Tint {
    let u = place.x * 1.6
    let board = u.rounded(.down)
    let v = place.y * 0.4 + noise.grain(Int(board), 3) * 5
    let tone = noise.grain(Int(board), Int(v.rounded(.down)) & 31)
    let veins = noise.cloud(Vector(u * 4, place.y * 0.8, tone * 9) + backdrop.place)
    let edge = min(min(u - board, board + 1 - u), min(v - v.rounded(.down), v.rounded(.up) - v) * 3)
    return base(0.4 * tone) * (0.62 + 0.28 * tone + 0.4 * veins) * (0.5 + 0.5 * smoothStep(0, 0.05, edge))
  }

  private func tiles(_ place: Spot, _ cloud: Float) -> Tint {
    let floor = place.rounded(.down)
    let isEven = (Int(floor.x) + Int(floor.y)) & 1 == 0
    let t = place - floor
    let edge = min(min(t.x, 1 - t.x), min(t.y, 1 - t.y))
    let tone = noise.grain(Int(floor.x), Int(floor.y))
    return mix(
      Tint(repeating: 0.4), base(isEven ? 0 : 1) * (0.8 + 0.2 * tone + 0.2 * cloud), smoothStep(0.01, 0.05, edge))
  }

  private func carpet(_ place: Spot, _ spot: Spot) -> Tint {
    let fiber = noise.grain(spot.x * 150, spot.y * 150)
    let stripe = smoothStep(0.4, 0.6, noise(Vector(3, place.y * 1.4, 0) + backdrop.place))
    let diamond = smoothStep(0.28, 0.34, abs(fmod(place.x, 1) - 0.5) + abs(fmod(place.y, 1) - 0.5))
    return base(0.75 * stripe * diamond) * (0.78 + 0.4 * fiber)
  }

  private func sand(_ spot: Spot, _ cloud: Float) -> Tint {
    let grain = noise.grain(spot.x * 170, spot.y * 210)
    let ripple = noise(Vector(spot.x * 5, spot.y * 24, 0) + backdrop.place)
    return base(cloud) * (0.72 + 0.3 * grain + 0.25 * ripple)
  }

  private func leaves(_ place: Spot, _ cloud: Float) -> Tint {
    let leaf = noise(Vector(place.x * 5, place.y * 5, 1) + backdrop.place)
    let other = noise(Vector(place.y * 7, place.x * 6, 4) + backdrop.place)
    let tint = mix(base(smoothStep(0.4, 0.6, leaf)), Tint(0.7, 0.42, 0.16), 0.6 * smoothStep(0.6, 0.68, other))
    return tint * (0.45 + 0.6 * leaf + 0.4 * cloud)
  }

  private func paving(_ place: Spot, _ cloud: Float) -> Tint {
    let row = (place.y * 1.4).rounded(.down)
    let u = place.x * 0.9 + noise.grain(Int(row), 11)
    let column = u.rounded(.down)
    let tone = noise.grain(Int(column), Int(row))
    let v = place.y * 1.4 - row
    let edge = min(min(u - column, column + 1 - u), min(v, 1 - v))
    return base(tone) * (0.7 + 0.3 * cloud + 0.2 * tone) * (0.55 + 0.45 * smoothStep(0.01, 0.07, edge))
  }

  private func sofa(_ spot: Spot, _ place: Spot, _ cloud: Float) -> Tint {
    let weave = noise.grain(spot.x * 160, spot.y * 90) * 0.5 + noise.grain(spot.x * 90, spot.y * 160) * 0.5
    let seam = smoothStep(0, 0.012, abs(spot.x - 0.5 - 0.3 * (backdrop.grain - 1)))
    return backdrop.groundTint * (0.72 + 0.25 * weave + 0.25 * cloud) * (0.7 + 0.3 * seam)
  }
}
