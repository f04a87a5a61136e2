import Tensors

/// Small images in rows, such as digits, kernels or feature maps, with a title above and a caption below each.
///
///     ImageGrid(mistakes, captions: ["4 as 9, 99%", "7 as 1, 98%"], columns: 8)
///
/// Every image pixel is a sharp square. Images larger than their place are reduced smoothly.
public struct ImageGrid: Drawable {
  var images: Result<PixelValues, PlottingError>
  let titles: [String]
  let captions: [String]
  var borders: [Paint?]
  let columns: Int
  let colormap: Colormap
  let range: ValueRange
  let scale: Double?
  /// One line above everything.
  var heading = ""
  /// Whether what is shown is right; nil where that is not asked.
  var verdicts: [Verdict?] = []
  /// Images that show nothing: a cross over grey.
  var empty: Set<Int> = []
  /// What the images are, in place of "colour images", and what there is to say about them.
  var story: (noun: String, rest: String)?

  private static let defaultColumns = 8

  /// - Parameters:
  ///   - images: `[count, height, width, channels]`, with 1 channel (coloured by `colormap`) or 3 (red, green, blue);
  ///     `[count, height, width]` and `[height, width]` are grey images.
  ///   - titles: text above each image; fewer than images, or none, is fine.
  ///   - captions: text below each image.
  ///   - columns: images side by side; nil shows up to 8.
  ///   - colormap: colours of grey values; a diverging one is centred at zero.
  ///   - range: which values are the first and the last colour.
  ///   - scale: CSS pixels an image pixel; nil fills the text column, within reason.
  ///   - borders: colour of a frame round each image; nil draws a hairline.
  public init<Element: Scalar>(
    _ images: Tensor<Element>, titles: [String] = [], captions: [String] = [], columns: Int? = nil,
    colormap: Colormap = .gray, range: ValueRange = .automatic, scale: Double? = nil, borders: [Paint?] = []
  ) {
    self.images = Result { () throws(PlottingError) in try Self.checked(images, titles, captions, borders, scale) }
    self.titles = titles
    self.captions = captions
    self.borders = borders
    self.columns = max(columns ?? min(images.shape.first ?? 1, Self.defaultColumns), 1)
    self.colormap = colormap
    self.range = range
    self.scale = scale
  }

  /// A grid that says what is wrong when it is drawn.
  init(_ images: Result<PixelValues, PlottingError>) {
    (self.images, titles, captions, borders) = (images, [], [], [])
    (columns, colormap, range, scale) = (1, .gray, .automatic, nil)
  }

  private static func checked<Element: Scalar>(
    _ images: Tensor<Element>, _ titles: [String], _ captions: [String], _ borders: [Paint?], _ scale: Double?
  ) throws(PlottingError) -> PixelValues {
    let values = try PixelValues(images)
    for (name, count) in [("titles", titles.count), ("captions", captions.count), ("borders", borders.count)]
    where count > values.count {
      throw PlottingError(
        "ImageGrid", problem: "has \(count) \(name) for \(values.count) images", expected: "at most as many")
    }
    if let scale, !(scale > 0 && scale < 1000) {
      throw PlottingError("ImageGrid", problem: "cannot have a scale of \(scale)", expected: "above 0 and below 1000")
    }
    return values
  }

  public var dependsOnTheme: Bool {
    (titles + captions + [heading]).contains { !$0.isEmpty } || borders.contains { $0 != nil } || !verdicts.isEmpty
  }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  func layout(measuring measure: any TextMeasuring) throws -> ImageGridLayout {
    ImageGridLayout(
      images: try images.get(), heading: heading, titles: titles, captions: shownCaptions, columns: columns,
      scale: scale, hasBorders: borders.contains { $0 != nil }, measuring: measure)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let images = try images.get()
    let layout = try layout(measuring: canvas)
    let bounds = images.bounds(range, isDiverging: colormap.isDiverging)
    canvas.draw(layout.heading, at: Position(1, 0), color: theme.palette.ink)
    for (index, cell) in layout.cells.enumerated() {
      canvas.draw(images.raster(ofImage: index, colormap, bounds[index]), in: cell.image)
      if empty.contains(index) { cross(out: cell.image, on: canvas) }
      drawBorder(index, cell.image, on: canvas, theme.palette)
      let center = cell.image.midX
      canvas.draw(
        cell.title, at: Position(center, cell.titleTop), color: theme.palette.ink, horizontal: .center)
      canvas.draw(
        cell.caption, at: Position(center, cell.captionTop), color: theme.palette.mutedInk, horizontal: .center)
    }
  }

  private func cross(out box: Box, on canvas: any Canvas) {
    canvas.fill(box, with: Colormap.missing)
    let (left, right) = (Position(box.x, box.y), Position(box.maxX, box.y))
    for path in [[left, Position(box.maxX, box.maxY)], [right, Position(box.x, box.maxY)]] {
      canvas.stroke(path, with: Stroke(.white, width: 1))
    }
  }

  /// A coloured frame just outside of the image, or a hairline that shows where the image ends on any page.
  private func drawBorder(_ index: Int, _ image: Box, on canvas: any Canvas, _ palette: Palette) {
    if borders.indices.contains(index), let paint = borders[index] {
      let width = ImageGridLayout.borderWidth
      let pattern: Stroke.Pattern = verdict(index) == .wrong ? .dashed : .solid
      canvas.stroke(
        image.inset(by: -width / 2), with: Stroke(paint.color(in: palette), width: width, pattern: pattern))
    } else {
      canvas.stroke(image.inset(by: 0.25), with: Stroke(Colormap.missing.opacity(0.5), width: 0.5))
    }
  }
}
