extension Breed {
  /// A cat as one might meet it: a short face, ears that are pointed nearly always, big eyes, a long tail.
  static func cat(_ dice: inout Dice) -> Breed {
    let kinds: [(CatKind, Float)] = [
      (.shorthair, 0.48), (.slender, 0.22), (.flat, 0.1), (.large, 0.185), (.folded, 0.015),
    ]
    let kind = dice.one(among: kinds)
    return Breed(
      head: catHead(kind, &dice), ears: catEars(kind, &dice), eyes: catEyes(&dice), build: catBuild(kind, &dice),
      tail: TailShape(
        length: dice(3...4.4), root: dice(0.2...0.3), tip: dice(0.1...0.22),
        carriage: dice.one(among: [(.hanging, 0.45), (.level, 0.15), (.raised, 0.35), (.curled, 0.05)]),
        swing: dice(-1.2...1.2)))
  }

  private enum CatKind { case shorthair, slender, flat, large, folded }

  private static func catHead(_ kind: CatKind, _ dice: inout Dice) -> HeadShape {
    let wedge: Float = kind == .slender ? 1 : kind == .large ? 0.6 : 0
    return HeadShape(
      skull: Vector(dice.near(1.02 - 0.14 * wedge, 0.04), dice.near(0.88, 0.04), dice.near(0.92, 0.04)),
      cheek: dice.near(0.52 - 0.16 * wedge, 0.04),
      muzzleLength: kind == .flat ? dice(0.02...0.1) : dice.near(0.2 + 0.2 * wedge, 0.05),
      muzzleWidth: dice.near(0.36 - 0.06 * wedge, 0.03), muzzleTip: dice.near(0.25, 0.02),
      muzzleDrop: dice.near(0.27, 0.03), pad: dice.near(0.235, 0.02), nose: dice.near(0.13, 0.015),
      whiskers: dice(0.9...1.8), mouth: dice(0.2...0.3))
  }

  private static func catEars(_ kind: CatKind, _ dice: inout Dice) -> EarShape {
    let isFolded = kind == .folded
    return EarShape(
      kind: isFolded ? .folded : .pricked,
      length: isFolded ? dice(0.42...0.5) : dice.near(kind == .slender ? 1.05 : kind == .flat ? 0.68 : 0.88, 0.07),
      width: dice.near(kind == .slender ? 0.5 : 0.43, 0.035), spread: dice.near(0.6, 0.07),
      lean: dice.near(kind == .slender ? 0.5 : 0.32, 0.1), roundness: dice(0...0.3))
  }

  private static func catEyes(_ dice: inout Dice) -> EyeShape {
    EyeShape(
      size: dice.near(0.235, 0.02), spacing: dice.near(0.41, 0.025), height: dice.near(0.08, 0.03),
      slant: dice.near(0.2, 0.07), openness: dice.near(0.8, 0.09),
      pupil: dice.chance(0.6) ? dice(0.2...0.4) : dice(0.6...1),
      pupilSize: dice(0.6...0.85))
  }

  private static func catBuild(_ kind: CatKind, _ dice: inout Dice) -> Build {
    let slim: Float = kind == .slender ? 0.88 : 1
    return Build(
      leg: dice.near(1.55, 0.15), length: dice.near(3.1, 0.25), chestWidth: dice.near(0.8, 0.07) * slim,
      chestDepth: dice.near(0.9, 0.06) * slim, waist: dice.near(0.93, 0.05), rump: dice.near(0.86, 0.06) * slim,
      neck: dice.near(0.85, 0.12), neckWidth: dice.near(0.62, 0.05), legWidth: dice.near(0.27, 0.025),
      paw: dice.near(0.27, 0.02))
  }
}
