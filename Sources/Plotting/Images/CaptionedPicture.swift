/// Where one image goes, its title above it, and a legend or a colour bar.
struct CaptionedPicture {
  let title: TextBlock
  let image: Box
  let legend: Legend
  let legendTop: Double
  /// Right of the image.
  let bar: Box?
  let size: PixelSize

  private static let edge = 1.0
  private static let gap = 5.0

  /// - Parameters:
  ///   - width: of the image in CSS pixels.
  ///   - aspect: height of the image divided by its width.
  init(
    title: String, width: Double, aspect: Double, legend entries: [Legend.Entry] = [], hasBar: Bool = false,
    measuring measure: any TextMeasuring
  ) {
    let title = TextBlock(title, font: .label, width: width, lineLimit: 2, measuring: measure)
    self.title = title
    legend = Legend(entries, width: width, measuring: measure)
    let top = title.isEmpty ? Self.edge : (Self.edge + title.height + Self.gap).rounded()
    image = Box(x: Self.edge, y: top, width: width, height: max((width * aspect).rounded(), 1))
    legendTop = image.maxY + Self.gap + 2
    let room = HeatmapLayout.barRoom
    bar = hasBar ? Box(x: image.maxX + room.gap, y: image.y, width: room.bar, height: image.height) : nil
    let right = image.maxX + (hasBar ? room.gap + room.bar + room.labels : 0)
    let below = max(legend.height > 0 ? Self.gap + 2 + legend.height : 0, hasBar ? Font.label.lineHeight / 2 : 0)
    size = PixelSize(holding: right + Self.edge, image.maxY + below + Self.edge)
  }

  /// Draws everything but the bar.
  func draw(_ raster: Raster, on canvas: any Canvas, palette: Palette) {
    canvas.draw(title, at: Position(image.midX, CaptionedPicture.edge), color: palette.ink, horizontal: .center)
    canvas.draw(raster, in: image)
    canvas.stroke(image.inset(by: 0.25), with: Stroke(Colormap.missing.opacity(0.5), width: 0.5))
    legend.draw(on: canvas, at: Position(image.x, legendTop), palette: palette)
  }
}
