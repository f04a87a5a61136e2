/// How something before the pet looks, as touches of the brush that cover pet and mask alike.
struct OccluderPainter {
  let occluder: Occluder
  let light: Light

  func dabs() -> [Dab] {
    var dice = Dice(seed: occluder.seed, purpose: "occluder")
    return switch occluder.kind {
    case .grass: grass(&dice)
    case .leaves: leaves(&dice)
    case .edge: edge(&dice)
    case .post: post()
    case .cloth: cloth(&dice)
    }
  }

  private var tint: Tint { (occluder.tint * (light.ambient + light.color * 0.55)).limited }

  /// Blades that grow from below.
  private func grass(_ dice: inout Dice) -> [Dab] {
    let middle = occluder.place
    return (0..<Int(24 + 60 * occluder.reach)).map { _ in
      let root = Spot(middle + dice.near(0, 0.16), 1.02)
      let tip = root + Spot(dice(-0.12...0.12), -occluder.reach * dice(0.6...1.5))
      let bend = Spot((root.x + tip.x) / 2 - (tip.x - root.x) * 0.35, (root.y + tip.y) / 2)
      let width = Spot(dice(0.004...0.009), 0)
      var path = Path()
      path.move(to: root - width)
      path.curve(bend - width, bend - width, to: tip)
      path.curve(bend + width, bend + width, to: root + width)
      let color = tint * dice(0.65...1.35)
      return .area(path, .linear(root, color * 0.6, tip, color.limited))
    }
  }

  /// A twig that hangs in from a corner.
  private func leaves(_ dice: inout Dice) -> [Dab] {
    let isLeft = occluder.place < 0.5
    let start = Spot(isLeft ? -0.02 : 1.02, 0.05 + 0.8 * abs(occluder.place * 2 - 1))
    let way = Spot(isLeft ? 1 : -1, dice(-0.5...0.7)).unit * (occluder.reach * 1.5)
    let twig = Path(through: [start, start + way * 0.5 + way.turned * 0.1, start + way])
    let leaves = (0..<11).map { number in
      let root = start + way * (0.12 + 0.085 * Float(number))
      let side: Float = number % 2 == 0 ? 1 : -1
      let leaf = (way.unit + way.unit.turned * side * dice(0.5...1.2)).unit * dice(0.07...0.13)
      return PropPainter.leaf(root, leaf, tint * dice(0.7...1.3))
    }
    return [.line(twig, tint * 0.5, width: 0.009)] + leaves
  }

  /// A table's or a wall's edge across the foot of the picture.
  private func edge(_ dice: inout Dice) -> [Dab] {
    let (left, right) = (1 - occluder.reach * dice(0.6...1), 1 - occluder.reach * dice(0.6...1))
    let top = Path(polygon: [Spot(0, left), Spot(1, right), Spot(1, right + 0.025), Spot(0, left + 0.025)])
    let front = Path(polygon: [Spot(0, left + 0.024), Spot(1, right + 0.024), Spot(1, 1.1), Spot(0, 1.1)])
    return [
      .area(front, .linear(Spot(0, left), tint * 0.85, Spot(0, 1.1), tint * 0.5)),
      .area(top, .plain((tint * 1.2).limited)),
    ]
  }

  /// A post or a table's leg from top to bottom.
  private func post() -> [Dab] {
    let width = 0.03 + occluder.reach * 0.22
    let left = occluder.place - width / 2
    let path = Path(polygon: [
      Spot(left, -0.1), Spot(left + width, -0.1), Spot(left + width * 1.05, 1.1), Spot(left - width * 0.05, 1.1),
    ])
    let sunny = light.direction.x > 0
    let (first, last) = sunny ? (tint * 0.5, (tint * 1.15).limited) : ((tint * 1.15).limited, tint * 0.5)
    return [.area(path, .linear(Spot(left, 0), first, Spot(left + width, 0), last))]
  }

  /// A blanket or a cushion in a lower corner.
  private func cloth(_ dice: inout Dice) -> [Dab] {
    let isLeft = occluder.place < 0.5
    func at(_ x: Float, _ y: Float) -> Spot { Spot(isLeft ? x : 1 - x, y) }
    let (wide, high) = (occluder.reach * dice(1.6...2.6), occluder.reach * dice(0.8...1.4))
    let outline = [
      at(-0.1, 1.1), at(-0.1, 1 - high), at(wide * 0.3, 1 - high * dice(0.9...1.15)), at(wide * 0.75, 1 - high * 0.6),
      at(wide, 1 - high * 0.1), at(wide * 1.02, 1.1),
    ]
    let folds = (1...3).map { number in
      let x = wide * 0.26 * Float(number)
      let path = Path(through: [at(x, 1 - high * 0.75), at(x + dice(-0.03...0.05), 1 - high * 0.3), at(x + 0.03, 1.05)])
      return Dab.line(path, tint * 0.6, alpha: 0.5, width: 0.012)
    }
    return [
      .area(
        Path(through: outline, isClosed: true),
        .linear(at(0, 1 - high), (tint * 1.1).limited, at(wide, 1.1), tint * 0.55))
    ] + folds
  }
}
