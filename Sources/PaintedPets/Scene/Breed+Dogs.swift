extension Breed {
  /// A dog as one might meet it: a muzzle that stands out, ears of every kind, small round eyes, a deep chest.
  static func dog(_ dice: inout Dice) -> Breed {
    let kinds: [(DogKind, Float)] = [
      (.retriever, 0.36), (.hound, 0.25), (.spitz, 0.09), (.terrier, 0.18), (.short, 0.12),
    ]
    let kind = dice.one(among: kinds)
    return Breed(
      head: dogHead(kind, &dice), ears: dogEars(kind, &dice), eyes: dogEyes(&dice), build: dogBuild(kind, &dice),
      tail: dogTail(kind, &dice))
  }

  private enum DogKind { case retriever, hound, spitz, terrier, short }

  private static func dogHead(_ kind: DogKind, _ dice: inout Dice) -> HeadShape {
    let length: Float =
      switch kind {
      case .retriever: 0.8
      case .hound: 0.95
      case .spitz: 0.8
      case .terrier: 0.6
      case .short: 0.34
      }
    let broad: Float = kind == .short ? 0.1 : kind == .retriever ? 0.05 : 0
    return HeadShape(
      skull: Vector(dice.near(0.86 + broad, 0.05), dice.near(0.84, 0.04), dice.near(0.96, 0.04)),
      cheek: dice.near(kind == .short ? 0.5 : 0.36, 0.04), muzzleLength: dice.near(length, 0.09),
      muzzleWidth: dice.near(0.44 + broad * 1.2, 0.04), muzzleTip: dice.near(0.31 + broad * 1.3, 0.03),
      muzzleDrop: dice.near(0.24, 0.04), pad: dice.near(kind == .short ? 0.26 : 0.17, 0.02),
      nose: dice.near(0.26, 0.025), whiskers: dice.chance(0.3) ? dice(0.2...0.5) : 0, mouth: dice(0.55...0.8))
  }

  private static func dogEars(_ kind: DogKind, _ dice: inout Dice) -> EarShape {
    let carriage: EarShape.Kind =
      switch kind {
      case .retriever: .floppy
      case .hound: .floppy
      case .spitz: .pricked
      case .terrier: dice.one(among: [(.button, 0.78), (.pricked, 0.04), (.floppy, 0.18)])
      case .short: dice.one(among: [(.button, 0.55), (.floppy, 0.38), (.pricked, 0.07)])
      }
    let (length, width): (Float, Float) =
      switch carriage {
      case .pricked: (dice.near(0.9, 0.1), dice.near(0.33, 0.03))
      case .button: (dice.near(0.85, 0.08), dice.near(0.32, 0.03))
      default: (dice.near(kind == .hound ? 1.6 : 1.15, 0.14), dice.near(0.36, 0.04))
      }
    return EarShape(
      kind: carriage, length: length, width: width, spread: dice.near(carriage == .pricked ? 0.52 : 0.68, 0.06),
      lean: dice.near(carriage == .pricked ? 0.2 : 0.4, 0.1), roundness: dice(0.15...0.6))
  }

  private static func dogEyes(_ dice: inout Dice) -> EyeShape {
    EyeShape(
      size: dice.near(0.145, 0.015), spacing: dice.near(0.36, 0.025), height: dice.near(0.15, 0.03),
      slant: dice.near(0.05, 0.06), openness: dice.near(0.86, 0.07), pupil: 1, pupilSize: dice(0.5...0.68))
  }

  private static func dogBuild(_ kind: DogKind, _ dice: inout Dice) -> Build {
    let isLow = dice.chance(0.12)
    return Build(
      leg: isLow ? dice(0.8...1.1) : dice.near(2, 0.2), length: dice.near(3, 0.25),
      chestWidth: dice.near(kind == .short ? 0.95 : 0.82, 0.06), chestDepth: dice.near(1.12, 0.08),
      waist: dice.near(kind == .hound ? 0.66 : 0.76, 0.06), rump: dice.near(0.86, 0.06), neck: dice.near(1.15, 0.15),
      neckWidth: dice.near(0.7, 0.06), legWidth: dice.near(0.31, 0.03), paw: dice.near(0.3, 0.03))
  }

  private static func dogTail(_ kind: DogKind, _ dice: inout Dice) -> TailShape {
    let isCurled = kind == .spitz && dice.chance(0.7)
    let isShort = kind == .short || (kind == .terrier && dice.chance(0.6))
    return TailShape(
      length: isShort ? dice(0.6...1.2) : dice(1.7...2.8), root: dice(0.22...0.32), tip: dice(0.07...0.3),
      carriage: isCurled ? .curled : dice.one(among: [(.hanging, 0.35), (.level, 0.3), (.raised, 0.35)]),
      swing: dice(-0.6...0.6))
  }
}
