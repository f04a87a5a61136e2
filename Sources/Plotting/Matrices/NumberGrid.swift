import Tensors

/// A small matrix shown as its numbers over their colours, to explain what an operation does to pixels.
public struct NumberGrid: Drawable {
  /// A rectangle of cells that a frame sets apart, such as the window that a kernel lies on.
  public struct Highlight: Hashable, Sendable {
    public var rows: Range<Int>
    public var columns: Range<Int>
    public var paint: Paint

    public init(rows: Range<Int>, columns: Range<Int>, paint: Paint = .ink) {
      self.rows = rows
      self.columns = columns
      self.paint = paint
    }
  }

  /// Which colours lie below the numbers.
  public enum Coloring: Hashable, Sendable {
    /// The theme's scale from nothing to much; blue and orange where some values are negative.
    case automatic
    case map(Colormap)
    case none
  }

  let matrix: Result<Matrix, PlottingError>
  let caption: String
  let coloring: Coloring
  let range: ClosedRange<Double>?
  let format: NumberFormat
  let highlights: [Highlight]
  let cellSide: Double?

  /// - Parameters:
  ///   - values: rows of numbers, all of the same length.
  ///   - caption: text below the grid.
  ///   - coloring: the colours below the numbers.
  ///   - range: values of the first and the last colour; nil takes those of the numbers.
  ///   - format: how numbers are written.
  ///   - highlights: cells in frames.
  ///   - cellSide: side of a cell in CSS pixels; nil fits the numbers.
  public init(
    _ values: [[Double]], caption: String = "", coloring: Coloring = .automatic, range: ClosedRange<Double>? = nil,
    format: NumberFormat = .automatic, highlights: [Highlight] = [], cellSide: Double? = nil
  ) {
    matrix = Result { () throws(PlottingError) in
      let matrix = try Matrix(values, of: subject("NumberGrid", caption.isEmpty ? nil : caption))
      try Self.check(highlights, matrix)
      return matrix
    }
    self.caption = caption
    self.coloring = coloring
    self.range = range
    self.format = format
    self.highlights = highlights
    self.cellSide = cellSide
  }

  /// Shows a tensor `[height, width]`; axes of extent 1, as of a grey image or a kernel, are dropped.
  public init<Element: Scalar>(
    _ values: Tensor<Element>, caption: String = "", coloring: Coloring = .automatic,
    range: ClosedRange<Double>? = nil, format: NumberFormat = .automatic, highlights: [Highlight] = [],
    cellSide: Double? = nil
  ) {
    self.init(
      Matrix.rows(values), caption: caption, coloring: coloring, range: range, format: format,
      highlights: highlights, cellSide: cellSide)
  }

  private static func check(_ highlights: [Highlight], _ matrix: Matrix) throws(PlottingError) {
    for highlight in highlights {
      guard highlight.rows.clamped(to: 0..<matrix.height) == highlight.rows, !highlight.rows.isEmpty,
        highlight.columns.clamped(to: 0..<matrix.width) == highlight.columns, !highlight.columns.isEmpty
      else {
        throw PlottingError(
          "NumberGrid", problem: "cannot highlight rows \(highlight.rows) and columns \(highlight.columns)",
          expected: "rows in \(0..<matrix.height), columns in \(0..<matrix.width)")
      }
    }
  }

  public var size: PixelSize {
    (try? NumberGridLayout(of: self, measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  public var textAlternative: String? { spoken.map { $0 + "." } }

  /// The caption, and the numbers row by row, without a full stop.
  var spoken: String? {
    guard let matrix = try? matrix.get() else { return nil }
    let name = caption.isEmpty ? "Grid of numbers" : Typography.line(caption)
    let rows = matrix.rows.map { row in row.map { format.spoken($0) }.joined(separator: " ") }
    guard matrix.height * matrix.width <= Self.mostSpoken else {
      return "\(name) (\(matrix.height) rows of \(matrix.width) numbers)"
    }
    return "\(name) (\(rows.joined(separator: "; ")))"
  }

  /// More numbers than these tire a listener.
  private static var mostSpoken: Int { 49 }
}
