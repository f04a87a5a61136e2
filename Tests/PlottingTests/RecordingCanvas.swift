import Plotting

/// A canvas that remembers what was drawn where, in the coordinates of the whole picture.
final class RecordingCanvas: Canvas {
  struct Text {
    let text: String
    let bounds: Box
    let size: Double
  }

  private(set) var texts: [Text] = []
  private(set) var boxes: [Box] = []
  private(set) var paths: [[Position]] = []
  private(set) var circles: [Position] = []
  private(set) var rasters: [(raster: Raster, box: Box)] = []

  private let measure = CairoCanvas.forMeasuring()
  private var origin = Position(0, 0)

  func width(of text: String, font: Font) -> Double { measure.width(of: text, font: font) }

  func fill(_ box: Box, with color: Color) { boxes.append(moved(box)) }
  func fill(polygon: [Position], with color: Color) { paths.append(polygon.map(moved)) }
  func fill(circleAt center: Position, radius: Double, with color: Color) { circles.append(moved(center)) }
  func stroke(_ box: Box, with stroke: Stroke) { boxes.append(moved(box)) }
  func stroke(_ path: [Position], with stroke: Stroke) { paths.append(path.map(moved)) }
  func stroke(circleAt center: Position, radius: Double, with stroke: Stroke) { circles.append(moved(center)) }
  func draw(_ raster: Raster, in box: Box) { rasters.append((raster, moved(box))) }
  func clipped(to box: Box, _ body: () throws -> Void) rethrows { try body() }

  func draw(_ text: PlacedText) {
    guard !text.text.isEmpty else { return }
    let bounds = text.bounds(width: width(of: text.text, font: text.font))
    texts.append(Text(text: text.text, bounds: moved(bounds), size: text.font.size))
  }

  func translated(to position: Position, _ body: () throws -> Void) rethrows {
    let before = origin
    origin = moved(position)
    defer { origin = before }
    try body()
  }

  private func moved(_ position: Position) -> Position { Position(position.x + origin.x, position.y + origin.y) }
  private func moved(_ box: Box) -> Box {
    Box(x: box.x + origin.x, y: box.y + origin.y, width: box.width, height: box.height)
  }
}

extension RecordingCanvas {
  /// What drawing a picture does.
  static func drawing(_ picture: some Drawable, theme: Theme = .light) throws -> RecordingCanvas {
    let canvas = RecordingCanvas()
    try picture.draw(on: canvas, theme: theme)
    return canvas
  }

  /// Texts that leave a picture of this size, give or take half a pixel.
  func textsOutside(_ size: PixelSize) -> [String] {
    let page = Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
    return texts.filter { !page.contains($0.bounds, tolerance: 0.5) }.map(\.text)
  }

  /// Pairs of texts that lie over each other. Ascents and descents reach beyond the letters: two pixels may be shared.
  var overlaps: [String] {
    texts.indices.flatMap { first in
      texts.indices.dropFirst(first + 1).compactMap { second in
        let (a, b) = (texts[first], texts[second])
        return a.bounds.inset(by: 1.2).intersects(b.bounds.inset(by: 1.2)) ? "“\(a.text)” and “\(b.text)”" : nil
      }
    }
  }
}
