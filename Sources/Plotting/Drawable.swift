// Plotting: figures as values, drawn twice: for light pages and for dark ones.
//
// 1. An author writes a `Drawable`: a `Figure` of `Mark`s over two `Axis`es, a `Heatmap`, an `ImageGrid`,
//    a `NumberGrid` or a `MatrixEquation` of them, an `Overlay` or a `HeatOverlay` on an image, or `Panels` of several.
//    What a classifier says becomes one of them through a `Ranking` or a `PredictionList`.
// 2. The drawable measures its texts and derives a layout in CSS pixels: its `size`.
// 3. A mark maps its data to positions through a `Frame` and strokes them on a `Canvas`.
// 4. `CairoCanvas` turns the strokes into a PNG at twice the density.
// 5. `textAlternative` says in a sentence or two what the picture shows, from the same data.

/// Something that can be shown on a page as a picture.
public protocol Drawable: Sendable {
  /// Size on the page in CSS pixels. The rendered image has twice as many pixels each way.
  var size: PixelSize { get }
  /// One or two sentences derived from the data, for readers who do not see the picture.
  var textAlternative: String? { get }
  /// Whether the light and the dark rendering differ. Pictures without text or lines look the same on both.
  var dependsOnTheme: Bool { get }
  /// The drawing laid out anew for a width in CSS pixels, its texts as large as before; nil where it can only be made smaller. What
  /// has parts that can only be made smaller may stay wider.
  func fitted(to width: Int) -> (any Drawable)?
  /// Draws the whole picture between (0, 0) and `size`.
  /// - Throws: `PlottingError` if the data cannot be drawn.
  func draw(on canvas: any Canvas, theme: Theme) throws
}

extension Drawable {
  public var dependsOnTheme: Bool { true }

  public func fitted(to width: Int) -> (any Drawable)? { nil }

  /// The picture as a PNG file with a transparent background, at twice the density.
  ///
  /// The same value gives the same bytes on the same machine.
  /// - Throws: `PlottingError` if the data cannot be drawn or the picture is too large.
  public func png(theme: Theme = .light) throws -> [UInt8] {
    let size = size
    try size.requireDrawable(of: "\(Self.self)", density: CairoCanvas.density)
    let canvas = CairoCanvas(size: size)
    try draw(on: canvas, theme: theme)
    return try canvas.png()
  }
}

/// A size in whole CSS pixels.
public struct PixelSize: Hashable, Sendable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The smallest whole size that holds the given extents.
  init(holding width: Double, _ height: Double) {
    self.init(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
  }

  /// Longest side of an image, in image pixels, that Cairo can hold.
  private static let longestSide = 32_000

  func requireDrawable(of subject: String, density: Int) throws {
    let fits = 1...(Self.longestSide / density)
    guard fits.contains(width), fits.contains(height) else {
      throw PlottingError(
        subject, problem: "cannot be \(width) × \(height) pixels",
        expected: "1 to \(fits.upperBound) pixels each way", hint: "Show fewer rows or a smaller scale.")
    }
  }
}
