/// How a thing looks, as touches of the brush.
struct PropPainter {
  let prop: Prop
  /// To the light, in the picture.
  let light: Spot

  func dabs() -> [Dab] {
    var dice = Dice(seed: prop.seed, purpose: "prop")
    return [shadow] + thing(&dice)
  }

  private var shadow: Dab {
    let radii = Spot(prop.size.x * 0.62, prop.size.x * 0.16)
    return .area(
      Path(ellipse: prop.foot - Spot(light.x, 0) * prop.size.x * 0.25, radii),
      .plain(.zero, alpha: 0.3))
  }

  private func thing(_ dice: inout Dice) -> [Dab] {
    switch prop.kind {
    case .box: box()
    case .ball: [.area(Path(ellipse: at(0, 0.5), half), shine(at(0, 0.5)))] + seam()
    case .cushion: cushion()
    case .plant: plant(&dice)
    case .pot: pot()
    case .books: books(&dice)
    case .bottle: bottle()
    case .stone: stone(&dice)
    case .tent: tent()
    case .post: [.area(quad(-0.14, 0, 0.14, 1), flat(at(-0.14, 0), at(0.14, 0)))]
    }
  }

  // MARK: - Places and light

  private var half: Spot { Spot(prop.size.x / 2, prop.size.x / 2) }

  /// A place on the thing: x from −½ to ½ of its width, y from 0 to 1 of its height.
  private func at(_ x: Float, _ y: Float) -> Spot {
    let up = Spot.direction(prop.tilt).turned * -prop.size.y
    return prop.foot + Spot.direction(prop.tilt) * (prop.size.x * x) + up * y
  }

  private func quad(_ left: Float, _ low: Float, _ right: Float, _ high: Float) -> Path {
    Path(polygon: [at(left, low), at(right, low), at(right, high), at(left, high)])
  }

  /// Lit from one side.
  private func flat(_ left: Spot, _ right: Spot, _ factor: Float = 1) -> Paint {
    let tint = prop.tint * factor
    return .linear(left, (tint * (1 - 0.35 * light.x)).limited, right, (tint * (1 + 0.35 * light.x)).limited)
  }

  private func shine(_ center: Spot) -> Paint {
    .radial(
      center + light * prop.size.x * 0.2, radius: prop.size.x * 0.75, (prop.tint * 1.3 + Tint(repeating: 0.08)).limited,
      prop.tint * 0.35)
  }

  // MARK: - Things

  private func box() -> [Dab] {
    let lid = Path(polygon: [at(-0.5, 0.8), at(0.5, 0.8), at(0.38, 1), at(-0.34, 1)])
    return [
      .area(quad(-0.5, 0, 0.5, 0.8), flat(at(-0.5, 0), at(0.5, 0))), .area(lid, .plain((prop.tint * 1.25).limited)),
      .area(quad(-0.12, 0, 0.12, 0.8), .plain(prop.tint * 0.7, alpha: 0.5)),
    ]
  }

  private func seam() -> [Dab] {
    let path = Path(through: [at(-0.4, 0.62), at(0, 0.5), at(0.42, 0.62)])
    return [.line(path, prop.tint * 0.5, alpha: 0.6, width: prop.size.x * 0.04)]
  }

  private func cushion() -> [Dab] {
    let corners = [
      at(-0.6, 0.02), at(0, 0.06), at(0.6, 0), at(0.52, 0.45), at(0.58, 0.9), at(0, 0.82), at(-0.58, 0.92),
      at(-0.53, 0.45),
    ]
    return [
      .area(Path(through: corners, isClosed: true), shine(at(0, 0.5))),
      .line(Path(through: [at(-0.4, 0.2), at(-0.1, 0.4), at(0.3, 0.3)]), prop.tint * 0.6, alpha: 0.4, width: 0.004),
    ]
  }

  private func plant(_ dice: inout Dice) -> [Dab] {
    let leaf = Tint(dice(0.15...0.4), dice(0.35...0.5), dice(0.12...0.25))
    let leaves = (0..<12).map { _ in
      let angle = dice(-1.3...1.3)
      let length = prop.size.y * dice(0.5...1)
      let way = Spot(angle.magnitude < 0.01 ? 0 : angle * 0.8, -1).unit * length
      let root = at(dice(-0.1...0.1), 0.25)
      return Self.leaf(root, way, leaf * dice(0.6...1.25))
    }
    return leaves + [
      .area(Path(polygon: [at(-0.2, 0), at(0.2, 0), at(0.28, 0.3), at(-0.28, 0.3)]), flat(at(-0.28, 0), at(0.28, 0)))
    ]
  }

  static func leaf(_ root: Spot, _ way: Spot, _ tint: Tint) -> Dab {
    let across = way.turned * 0.16
    var path = Path()
    path.move(to: root)
    path.curve(root + way * 0.3 + across, root + way * 0.7 + across, to: root + way)
    path.curve(root + way * 0.7 - across, root + way * 0.3 - across, to: root)
    return .area(path, .linear(root, tint * 0.65, root + way, tint.limited))
  }

  private func pot() -> [Dab] {
    let outline = [
      at(-0.3, 0), at(0.3, 0), at(0.5, 0.5), at(0.3, 0.9), at(0.34, 1), at(-0.34, 1), at(-0.3, 0.9), at(-0.5, 0.5),
    ]
    return [
      .area(Path(through: outline, isClosed: true), flat(at(-0.5, 0), at(0.5, 0))),
      .area(Path(ellipse: at(0, 0.99), Spot(0.3, 0.06) * prop.size.x, tilt: prop.tilt), .plain(prop.tint * 0.3)),
    ]
  }

  private func books(_ dice: inout Dice) -> [Dab] {
    (0..<4).map { number in
      let low = Float(number) / 4
      let shift = dice(-0.08...0.08)
      let tint = (prop.tint * 0.5 + Tint(dice(0...0.5), dice(0...0.5), dice(0...0.5))).limited
      return .area(
        quad(shift - 0.46, low, shift + 0.46, low + 0.23), .linear(at(-0.5, 0), tint, at(0.5, 0), tint * 0.7))
    }
  }

  private func bottle() -> [Dab] {
    let outline = [
      at(-0.24, 0), at(0.24, 0), at(0.26, 0.5), at(0.1, 0.75), at(0.09, 1), at(-0.09, 1), at(-0.1, 0.75),
      at(-0.26, 0.5),
    ]
    return [
      .area(Path(polygon: outline), flat(at(-0.26, 0), at(0.26, 0))),
      .line(
        Path(through: [at(-0.14, 0.1), at(-0.14, 0.5)]), Tint(repeating: 1), alpha: 0.4, width: prop.size.x * 0.06),
    ]
  }

  private func stone(_ dice: inout Dice) -> [Dab] {
    let outline = (0..<9).map { number in
      let way = Spot.direction(Float(number) * 0.698)
      return at(way.x * 0.5 * dice(0.8...1.1), 0.35 - way.y * 0.35 * dice(0.8...1.1))
    }
    return [.area(Path(through: outline, isClosed: true), shine(at(0, 0.5)))]
  }

  private func tent() -> [Dab] {
    [
      .area(Path(polygon: [at(-0.5, 0), at(0.5, 0), at(0.05, 1)]), flat(at(-0.5, 0), at(0.5, 0))),
      .area(Path(polygon: [at(-0.1, 0), at(0.2, 0), at(0.05, 0.7)]), .plain(prop.tint * 0.35)),
    ]
  }
}
