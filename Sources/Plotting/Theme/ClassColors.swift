/// Colours of classes that are painted over images, the same on every page.
///
/// The seven colours are Okabe's and Ito's ("Color Universal Design", 2008; recommended by Wong, Nature Methods 8, 2011),
/// which readers with any common colour vision deficiency tell apart. Seven further classes have the
/// same colours with stripes; then both come again.
struct ClassColors: Hashable, Sendable {
  let color: Color
  let isStriped: Bool

  static let orange = Color(hex: 0xe6_9f00)
  static let skyBlue = Color(hex: 0x56_b4e9)
  static let green = Color(hex: 0x00_9e73)
  static let yellow = Color(hex: 0xf0_e442)
  static let blue = Color(hex: 0x00_72b2)
  static let vermilion = Color(hex: 0xd5_5e00)
  static let purple = Color(hex: 0xcc_79a7)

  private static let inOrder = [orange, skyBlue, green, purple, yellow, blue, vermilion]

  private init(_ color: Color, isStriped: Bool = false) { (self.color, self.isStriped) = (color, isStriped) }

  /// - Parameter number: a class, from 0.
  init(ofClass number: Int) {
    let count = Self.inOrder.count
    self.init(Self.inOrder[number % count], isStriped: number / count % 2 == 1)
  }

  /// One colour for every kind of error; `ErrorKind.right` has none of its own.
  static func of(_ kind: ErrorKind) -> ClassColors {
    switch kind {
    case .right: ClassColors(.white)
    case .missed: ClassColors(blue)
    case .extra: ClassColors(vermilion)
    case .mistaken: ClassColors(yellow)
    }
  }

  /// Whether a pixel between stripes stays as it is.
  /// - Parameter width: of a stripe, in pixels.
  func leavesFree(row: Int, column: Int, width: Int) -> Bool { isStriped && (row + column) / max(width, 1) % 2 == 1 }
}
