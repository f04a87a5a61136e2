/// Names below a row of places: level where they fit, in two lines if that helps, else slanted.
struct CategoryLabels {
  private let names: [TextBlock]
  private let isSlanted: Bool
  /// Height of the whole row of names.
  let depth: Double
  /// Pixels by which slanted names would have to begin further left to be set in full.
  let overhang: Double

  private static let slant = -Double.pi / 4
  private static let slantCosine = 0.5.squareRoot()
  private static let gap = 6.0

  /// - Parameters:
  ///   - names: one for each place.
  ///   - centers: the places along x, in ascending order.
  ///   - band: room for each name.
  ///   - left: no name may begin further left.
  ///   - deepest: height that slanted names may take.
  init(
    _ names: [String], centers: [Double], band: Double, left: Double, deepest: Double,
    measuring measure: any TextMeasuring
  ) {
    let font = Font.label
    let level = names.map { TextBlock($0, font: font, width: band - Self.gap, lineLimit: 2, measuring: measure) }
    let fit = zip(names, level).allSatisfy { $1.font.size >= font.size - 1 && Self.isWhole($1, $0) }
    isSlanted = !fit
    if fit {
      self.names = level
      depth = level.map(\.height).max() ?? 0
      overhang = 0
    } else {
      let slanted = SlantedNames(names, centers, band: band, left: left, deepest: deepest, measuring: measure)
      self.names = slanted.blocks
      depth = slanted.depth
      overhang = slanted.overhang
    }
  }

  private static func isWhole(_ block: TextBlock, _ name: String) -> Bool {
    block.lines.joined(separator: " ") == words(name)
  }

  private static func words(_ name: String) -> String {
    Typography.line(name).split(separator: " ").joined(separator: " ")
  }

  /// Names that rise to the right and end below their places.
  private struct SlantedNames {
    let blocks: [TextBlock]
    let depth: Double
    let overhang: Double

    init(
      _ names: [String], _ centers: [Double], band: Double, left: Double, deepest: Double,
      measuring measure: any TextMeasuring
    ) {
      let font = Font.label.sized(min(Font.label.size, max(Font.leastSize, band - 2)))
      func block(_ name: String, reaching extent: Double) -> TextBlock {
        let width = extent / slantCosine - font.lineHeight
        return TextBlock(words(name), font: font, width: max(width, 0), measuring: measure)
      }
      blocks = zip(names, centers).map { block($0, reaching: min(deepest, $1 - left)) }
      let longest = blocks.map(\.width).max() ?? 0
      depth = (longest + font.lineHeight) * slantCosine + 2
      overhang =
        zip(names, centers).map { name, center in
          let extent = (block(name, reaching: deepest).width + font.lineHeight) * slantCosine + 1
          return max(0, left + extent - center)
        }.max() ?? 0
    }
  }

  /// Draws the names below `top`.
  func draw(on canvas: any Canvas, centers: [Double], top: Double, color: Color) {
    for (name, center) in zip(names, centers) {
      guard isSlanted else {
        canvas.draw(name, at: Position(center, top), color: color, horizontal: .center)
        continue
      }
      let position = Position(center + name.font.capHeight / 2, top + name.font.capHeight * Self.slantCosine)
      canvas.draw(
        PlacedText(
          name.lines.first ?? "", at: position, font: name.font, color: color, horizontal: .trailing,
          angle: Self.slant))
    }
  }
}
