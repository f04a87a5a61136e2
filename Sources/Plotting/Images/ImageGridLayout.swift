/// Where the images of a grid and their texts go.
struct ImageGridLayout {
  struct Cell {
    let image: Box
    let title: TextBlock
    let titleTop: Double
    let caption: TextBlock
    let captionTop: Double
  }

  private(set) var cells: [Cell] = []
  private(set) var size = PixelSize(width: 1, height: 1)

  /// One line above everything.
  let heading: TextBlock
  private let titles: [TextBlock]
  private let captions: [TextBlock]
  /// Size of an image on the page.
  private let image: (width: Double, height: Double)
  /// Width of a column, and pixels between columns and between rows.
  private let columnWidth: Double
  private let gap: Double
  /// Pixels round an image that its frame takes.
  private let frame: Double

  static let borderWidth = 2.5
  /// Width that a grid of many images fills, in CSS pixels.
  private static let fullWidth = 600.0
  /// Few images are enlarged to at most this width.
  private static let widestEnlarged = 140.0
  /// Texts may be wider than a small image, up to this.
  private static let widestText = 150.0
  /// Smaller captions cannot be read on a telephone: they are shortened.
  private static let leastText = 10.0
  private static let textGap = 4.0

  init(
    images: PixelValues, heading: String, titles: [String], captions: [String], columns: Int, scale: Double?,
    hasBorders: Bool, measuring measure: any TextMeasuring
  ) {
    let columns = min(columns, images.count)
    let hasText = (titles + captions).contains { !$0.isEmpty }
    frame = hasBorders ? Self.borderWidth + 0.5 : 1
    gap = hasText ? 10 : 6
    let scale = scale ?? Self.scale(images, columns: columns, gap: gap + 2 * frame)
    image = (Double(images.width) * scale, Double(images.height) * scale)
    let texts = max(Self.wish(titles, .label, measure), Self.wish(captions, .small, measure))
    let room = (Self.fullWidth - gap * Double(columns - 1)) / Double(columns)
    columnWidth = max(image.width + 2 * frame, min(texts, room, Self.widestText)).rounded(.up)
    self.titles = Self.blocks(titles, images.count, .label, columnWidth, lines: 2, measure)
    self.captions = Self.blocks(captions, images.count, .small, columnWidth, lines: 4, measure)
    let width = Double(columns) * (columnWidth + gap) - gap
    self.heading = TextBlock(heading, font: .label, width: width - 2, lineLimit: 2, measuring: measure)
    place(images.count, columns)
  }

  /// Width at which no text needs a second line.
  private static func wish(_ texts: [String], _ font: Font, _ measure: any TextMeasuring) -> Double {
    let lines = texts.flatMap { $0.split(separator: "\n") }
    return lines.map { measure.width(of: Typography.line(String($0)), font: font) + 1 }.max() ?? 0
  }

  /// A block for every image, empty where there is no text, all in one size.
  private static func blocks(
    _ texts: [String], _ count: Int, _ font: Font, _ width: Double, lines: Int, _ measure: any TextMeasuring
  ) -> [TextBlock] {
    let texts = (0..<count).map { $0 < texts.count ? texts[$0] : "" }
    return TextBlock.alike(texts, font: font, width: width, lineLimit: lines, least: leastText, measuring: measure)
  }

  /// CSS pixels an image pixel: where pixels can be told apart, a whole number of half ones, so that all squares are alike.
  private static func scale(_ images: PixelValues, columns: Int, gap: Double) -> Double {
    let room = (fullWidth - gap * Double(columns - 1)) / Double(columns)
    let width = Double(images.width)
    let scale = min(room, max(widestEnlarged, width)) / width
    return scale >= 1 ? (scale * 2).rounded(.down) / 2 : scale
  }

  private mutating func place(_ count: Int, _ columns: Int) {
    var top = heading.isEmpty ? 0 : heading.height + Self.textGap
    for first in stride(from: 0, to: count, by: columns) {
      let row = first..<min(first + columns, count)
      top = place(row, top: top) + gap
    }
    let width = Double(columns) * (columnWidth + gap) - gap
    size = PixelSize(holding: width, top - gap)
  }

  /// Places one row of images whose titles start at `top`. Returns where it ends.
  private mutating func place(_ row: Range<Int>, top: Double) -> Double {
    let above = Self.room(titles[row])
    let below = Self.room(captions[row])
    let imageTop = (top + above + frame).rounded(.up)
    let imageBottom = imageTop + image.height
    for index in row {
      let center = Double(index - row.lowerBound) * (columnWidth + gap) + columnWidth / 2
      let left = ((center - image.width / 2) * 2).rounded() / 2
      cells.append(
        Cell(
          image: Box(x: left, y: imageTop, width: image.width, height: image.height), title: titles[index],
          titleTop: imageTop - frame - Self.textGap - titles[index].height, caption: captions[index],
          captionTop: imageBottom + frame + Self.textGap))
    }
    return imageBottom + frame + below
  }

  private static func room(_ blocks: ArraySlice<TextBlock>) -> Double {
    let height = blocks.map(\.height).max() ?? 0
    return height > 0 ? height + textGap : 0
  }
}
