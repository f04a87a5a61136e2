/// Measures text as a canvas would draw it.
public protocol TextMeasuring {
  /// How far one line of text moves the pen, in CSS pixels.
  func width(of text: String, font: Font) -> Double
}

/// What a picture is drawn on. Everything is measured in CSS pixels from the top left corner.
public protocol Canvas: AnyObject, TextMeasuring {
  func fill(_ box: Box, with color: Color)
  func fill(polygon: [Position], with color: Color)
  func fill(circleAt center: Position, radius: Double, with color: Color)
  func stroke(_ box: Box, with stroke: Stroke)
  func stroke(_ path: [Position], with stroke: Stroke)
  func stroke(circleAt center: Position, radius: Double, with stroke: Stroke)
  func draw(_ text: PlacedText)
  /// Draws an image into a box: enlarged pixels stay sharp squares, reduced ones are averaged.
  func draw(_ raster: Raster, in box: Box)
  /// Runs `body` so that nothing it draws leaves `box`.
  func clipped(to box: Box, _ body: () throws -> Void) rethrows
  /// Runs `body` with the origin moved to `position`.
  func translated(to position: Position, _ body: () throws -> Void) rethrows
}

/// A size and weight of the one font that figures use, DejaVu Sans.
public struct Font: Hashable, Sendable {
  /// Em size in CSS pixels.
  public var size: Double
  public var isBold: Bool

  public init(_ size: Double, bold: Bool = false) {
    self.size = size
    isBold = bold
  }

  /// Titles of figures and panels.
  public static let title = Font(14, bold: true)
  /// Titles of axes, names of lines, numbers on axes.
  public static let label = Font(13)
  /// Captions below images, and numbers in cells.
  public static let small = Font(12)

  /// Smallest size to which text shrinks before it is shortened.
  public static let leastSize = 8.0

  /// How far the tallest letters reach above the baseline. This and the next two are DejaVu Sans' own measures.
  public var ascent: Double { 0.93 * size }
  /// How far the deepest letters reach below the baseline.
  public var descent: Double { 0.24 * size }
  /// Height of a capital letter.
  public var capHeight: Double { 0.73 * size }
  /// Distance between the baselines of two lines of text.
  public var lineHeight: Double { 1.25 * size }

  /// The same weight in another size.
  public func sized(_ size: Double) -> Font { Font(size, bold: isBold) }
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
  /// Tells lines of the same colour apart.
  public enum Pattern: Sendable { case solid, dashed, dotted }

  public var color: Color
  /// Width in CSS pixels.
  public var width: Double
  public var pattern: Pattern

  public init(_ color: Color, width: Double = 1, pattern: Pattern = .solid) {
    self.color = color
    self.width = width
    self.pattern = pattern
  }

  /// Lengths of drawn and skipped stretches in CSS pixels.
  var dashes: [Double] {
    switch pattern {
    case .solid: []
    case .dashed: [3 * width, 2 * width]
    case .dotted: [width, 1.6 * width]
    }
  }
}
