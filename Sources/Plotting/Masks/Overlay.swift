import Tensors

/// A mask over an image: the colour of each class, its contour, and a legend below.
///
///     Overlay(photo, mask: trimap, classes: ["cat", "background", "outline"], hidden: [1], title: "truth")
///
/// Colours are those of `ClassColors`, in the order of the classes. Contours are opaque, so that a class can be seen on an
/// image of its own colour.
public struct Overlay: Drawable {
  let content: Result<Content, PlottingError>
  let title: String
  let width: Double
  /// What there is to say beside the shares.
  let message: Message
  var showsLegend = true

  /// What was checked once.
  struct Content: Sendable {
    let image: ColorImage
    let mask: ClassMask
    let alpha: Double
    /// Names and colours of the classes that are painted, in the legend's order.
    let painted: [(number: Int, name: String, style: ClassColors)]
    /// Names of all classes that occur.
    let names: [Int: String]
  }

  enum Message: Sendable {
    case mask, errors, image
  }

  private static let subject = "Overlay"

  /// - Parameters:
  ///   - image: `[height, width, channels]` with 1 or 3 channels; bytes, or real numbers from 0 to 1 or from 0 to 255.
  ///   - mask: `[height, width]` or `[height, width, 1]` of classes, `[height, width, 1]` of probabilities of class 1, or
  ///     `[height, width, classes]` of scores, of which the greatest counts. It is stretched over the image.
  ///   - classes: names by number; classes without one are called by their number.
  ///   - hidden: classes that are not painted, such as the background.
  ///   - alpha: how much of the colour covers the image, from 0 to 1.
  ///   - title: text above the image.
  ///   - width: of the image in CSS pixels.
  public init<Pixel: Scalar, Label: Scalar>(
    _ image: Tensor<Pixel>, mask: Tensor<Label>, classes: [String] = [], hidden: Set<Int> = [], alpha: Double = 0.5,
    title: String = "", width: Int = 280
  ) {
    content = Result { () throws(PlottingError) in
      let mask = try ClassMask(mask, of: Self.subject)
      let found = mask.shares.map(\.number)
      let names = Dictionary(uniqueKeysWithValues: found.map { ($0, Self.name($0, classes)) })
      let painted = found.filter { !hidden.contains($0) }.map {
        (number: $0, name: Self.name($0, classes), style: ClassColors(ofClass: $0))
      }
      return Content(
        image: try ColorImage(image, of: Self.subject), mask: mask, alpha: try Self.checked(alpha), painted: painted,
        names: names)
    }
    (self.title, self.width, message) = (title, Double(max(width, 1)), .mask)
  }

  init(_ content: Result<Content, PlottingError>, title: String, width: Int, message: Message) {
    (self.content, self.title, self.width, self.message) = (content, title, Double(max(width, 1)), message)
  }

  private static func name(_ number: Int, _ names: [String]) -> String {
    names.indices.contains(number) ? names[number] : "class \(number)"
  }

  static func checked(_ alpha: Double, of subject: String = subject) throws(PlottingError) -> Double {
    guard (0...1).contains(alpha) else {
      throw PlottingError(subject, problem: "cannot have an alpha of \(alpha)", expected: "0 to 1")
    }
    return alpha
  }

  public var dependsOnTheme: Bool { !title.isEmpty || showsLegend && !legendEntries.isEmpty }

  /// The painted classes; of error maps with their shares, which is the second cue beside the colour.
  var legendEntries: [Legend.Entry] {
    guard let content = try? content.get() else { return [] }
    let shares = Dictionary(uniqueKeysWithValues: content.mask.shares.map { ($0.number, $0.share) })
    return content.painted.map { number, name, style in
      let share = message == .errors ? " " + NumberFormat.percent(decimals: 1).text(shares[number] ?? 0) : ""
      return Legend.Entry(
        name: name + share, key: .swatch, paint: .fixed(style.color), pattern: style.isStriped ? .dashed : .solid)
    }
  }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  private func layout(measuring measure: any TextMeasuring) throws -> CaptionedPicture {
    let image = try content.get().image
    return CaptionedPicture(
      title: title, width: width, aspect: Double(image.height) / Double(image.width),
      legend: showsLegend ? legendEntries : [], measuring: measure)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let content = try content.get()
    let layout = try layout(measuring: canvas)
    let styles = Dictionary(uniqueKeysWithValues: content.painted.map { ($0.number, $0.style) })
    let raster = OverlayRaster(image: content.image, mask: content.mask, styles: styles, alpha: content.alpha)
      .raster(in: layout.image)
    layout.draw(raster, on: canvas, palette: theme.palette)
  }
}
