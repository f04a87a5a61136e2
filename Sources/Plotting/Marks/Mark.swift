/// Something drawn from data between the axes of a figure.
public protocol Mark: Sendable {
  /// Name in the legend or at the line's end.
  var label: String? { get }
  /// Colour; nil takes the next series colour.
  var paint: Paint? { get }
  /// What the axes have to hold.
  var data: MarkData { get }
  /// How the legend shows the mark; nil keeps it out of the legend.
  var key: LegendKey? { get }
  /// Where the label stands.
  var namePlace: NamePlace { get }
  /// How the mark's line is drawn; nil lets the figure choose.
  var linePattern: Stroke.Pattern? { get }
  /// What a figure of such marks is called, such as "Line chart"; nil if the mark only accompanies others.
  var chartKind: String? { get }
  /// Why the mark cannot be drawn.
  var problem: PlottingError? { get }
  func draw(on canvas: any Canvas, in frame: Frame)
  /// Draws the mark's own texts, over everything that other marks have drawn.
  func annotate(on canvas: any Canvas, in frame: Frame)
  /// Where the mark ends at the right, which is the height of a label beside it.
  func labelAnchor(in frame: Frame) -> Position?
  /// A sentence about the data.
  func textAlternative(x: Axis, y: Axis) -> String?
}

extension Mark {
  public var problem: PlottingError? { nil }
  public var namePlace: NamePlace { .legend }
  public var linePattern: Stroke.Pattern? { nil }
  public func annotate(on canvas: any Canvas, in frame: Frame) {}
  public func labelAnchor(in frame: Frame) -> Position? { nil }
  public func textAlternative(x: Axis, y: Axis) -> String? { nil }
}

/// What the axes of a figure have to hold for a mark.
public struct MarkData: Sendable {
  /// Values along x and y. Those that are not finite are left out.
  public var x: [Double]
  public var y: [Double]
  /// Names of the places 0, 1, 2 … along x or y, if the axis counts things instead of measuring.
  public var categories: [String]
  /// Whether the categories lie along y.
  public var isHorizontal: Bool
  /// Room beyond the outermost values, as part of their extent.
  public var xMargin: Double
  public var yMargin: Double
  /// Whether the values stand on zero, which then ends the axis.
  public var standsOnZero: Bool

  public init(
    x: [Double] = [], y: [Double] = [], categories: [String] = [], isHorizontal: Bool = false,
    xMargin: Double = 0, yMargin: Double = 0.05, standsOnZero: Bool = false
  ) {
    self.x = x
    self.y = y
    self.categories = categories
    self.isHorizontal = isHorizontal
    self.xMargin = xMargin
    self.yMargin = yMargin
    self.standsOnZero = standsOnZero
  }
}

/// How the legend shows a mark.
public enum LegendKey: Hashable, Sendable {
  case line, dot, box, area
  /// A box with an outline, for colours that are not chosen for the page; striped if the pattern is not solid.
  case swatch
}

/// Where the label of a mark stands.
public enum NamePlace: Hashable, Sendable {
  /// In a row above the plot.
  case legend
  /// Beside the mark's right end if all labels can stand there, else in the legend.
  case end
  /// Beside the mark's right end, else where the mark itself writes it.
  case margin
  /// Where the mark itself writes it.
  case mark
}

/// Where and how one mark is drawn: its axes in pixels and its colours.
public struct Frame: Sendable {
  /// The box between the axes.
  public var plot: Box
  /// The axes: values to pixels.
  public var x: Projection
  public var y: Projection
  /// The mark's own colour.
  public var color: Color
  /// Tells series with the same colour apart.
  public var pattern: Stroke.Pattern
  public var palette: Palette
  /// Whether the figure has written the mark's label, so that the mark need not.
  public var hasName: Bool
  /// Number of this mark among those that share places (bars), and how many those are.
  public var group: (index: Int, count: Int)

  /// The position of a pair of values; nil where an axis has no place for one of them.
  public func position(_ x: Double, _ y: Double) -> Position? {
    guard let x = self.x(x), let y = self.y(y) else { return nil }
    return Position(x, y)
  }
}

/// Collects the marks of a figure.
@resultBuilder
public enum MarkBuilder {
  public static func buildExpression(_ mark: any Mark) -> [any Mark] { [mark] }
  public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
  public static func buildBlock(_ parts: [any Mark]...) -> [any Mark] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [any Mark]?) -> [any Mark] { part ?? [] }
  public static func buildEither(first part: [any Mark]) -> [any Mark] { part }
  public static func buildEither(second part: [any Mark]) -> [any Mark] { part }
  public static func buildArray(_ parts: [[any Mark]]) -> [any Mark] { parts.flatMap(\.self) }
}
