extension TextBlock {
  /// Several texts in one size, the largest in which every one of them fits.
  static func alike(
    _ texts: [String], font: Font, width: Double, lineLimit: Int = 1, least: Double = Font.leastSize,
    measuring measure: any TextMeasuring
  ) -> [TextBlock] {
    func set(_ font: Font) -> [TextBlock] {
      texts.map {
        TextBlock($0, font: font, width: width, lineLimit: lineLimit, least: least, measuring: measure)
      }
    }
    let blocks = set(font)
    let smallest = blocks.map(\.font.size).min() ?? font.size
    return smallest < font.size ? set(font.sized(smallest)) : blocks
  }
}
