import Tensors

/// Small images in rows, such as digits, kernels or feature maps, with a title above and a caption below each.
///
///     ImageGrid(mistakes, captions: ["4 as 9, 99%", "7 as 1, 98%"], columns: 8)
///
/// Every image pixel is a sharp square. Images larger than their place are reduced smoothly.
public struct ImageGrid: Drawable {
  let images: Result<PixelValues, PlottingError>
  let titles: [String]
  let captions: [String]
  let borders: [Paint?]
  let columns: Int
  let colormap: Colormap
  let range: ValueRange
  let scale: Double?

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
    (titles + captions).contains { !$0.isEmpty } || borders.contains { $0 != nil }
  }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  func layout(measuring measure: any TextMeasuring) throws -> ImageGridLayout {
    ImageGridLayout(
      images: try images.get(), titles: titles, captions: captions, columns: columns, scale: scale,
      hasBorders: borders.contains { $0 != nil }, measuring: measure)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let images = try images.get()
    let layout = try layout(measuring: canvas)
    let bounds = images.bounds(range, isDiverging: colormap.isDiverging)
    for (index, cell) in layout.cells.enumerated() {
      canvas.draw(images.raster(ofImage: index, colormap, bounds[index]), in: cell.image)
      drawBorder(index, cell.image, on: canvas, theme.palette)
      let center = cell.image.midX
      canvas.draw(
        cell.title, at: Position(center, cell.titleTop), color: theme.palette.ink, horizontal: .center)
      canvas.draw(
        cell.caption, at: Position(center, cell.captionTop), color: theme.palette.mutedInk, horizontal: .center)
    }
  }

  /// A coloured frame just outside of the image, or a hairline that shows where the image ends on any page.
  private func drawBorder(_ index: Int, _ image: Box, on canvas: any Canvas, _ palette: Palette) {
    if borders.indices.contains(index), let paint = borders[index] {
      let width = ImageGridLayout.borderWidth
      canvas.stroke(image.inset(by: -width / 2), with: Stroke(paint.color(in: palette), width: width))
    } else {
      canvas.stroke(image.inset(by: 0.25), with: Stroke(Colormap.missing.opacity(0.5), width: 0.5))
    }
  }
}

// MARK: - Text alternative

extension ImageGrid {
  /// How many images of which size, and their titles and captions.
  public var textAlternative: String? {
    guard let images = try? images.get() else { return nil }
    let kind = images.channels == 3 ? "colour" : colormap == .gray ? "grey" : "false-colour"
    let size = "\(images.width) × \(images.height) pixels"
    let count = images.count == 1 ? "One \(kind) image of \(size)" : "\(images.count) \(kind) images of \(size)"
    let names = (0..<images.count).compactMap(name)
    let broken = images.values.count { !$0.isPlottable }
    let rest = broken > 0 ? " Not finite: \(Typography.counted(broken, "value"))." : ""
    guard !names.isEmpty else { return "\(count).\(rest)" }
    let shown = names.prefix(Self.mostNames).joined(separator: "; ")
    let more = names.count > Self.mostNames ? "; and \(names.count - Self.mostNames) more" : ""
    return "\(count): \(shown)\(more).\(rest)"
  }

  /// More names than these tire a listener.
  private static var mostNames: Int { 24 }

  private func name(_ index: Int) -> String? {
    let parts = [titles, captions].compactMap { index < $0.count ? $0[index] : nil }.filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.map { $0.split(separator: "\n").joined(separator: " ") }.joined(separator: ", ")
  }
}
