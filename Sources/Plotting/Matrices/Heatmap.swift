import Tensors

/// A matrix as coloured cells with their numbers, such as a confusion matrix.
///
///     Heatmap(counts, rows: names, columns: names, x: "Predicted", y: "Actual", emphasis: .offDiagonal)
public struct Heatmap: Drawable {
  /// What the colours are to show.
  public enum Emphasis: Hashable, Sendable {
    /// All cells on one scale.
    case values
    /// The diagonal on one scale, everything else on a second one in another hue, so that rare mistakes stand out.
    case offDiagonal
  }

  let matrix: Result<Matrix, PlottingError>
  let rows: [String]
  let columns: [String]
  let title: String
  let xTitle: String
  let yTitle: String
  let format: NumberFormat
  let annotated: Bool
  let emphasis: Emphasis
  /// Whether colours show each cell's part of its row, and cells name it below their number.
  var showsShares = false

  /// - Parameters:
  ///   - matrix: rows of values, all of the same length.
  ///   - rows: names beside the rows; none, or one each.
  ///   - columns: names below the columns; none, or one each.
  ///   - x: what the columns are, such as "Predicted".
  ///   - y: what the rows are, such as "Actual".
  ///   - annotated: whether cells carry their numbers; where they do not, a colour bar explains the colours.
  ///   - format: how numbers are written.
  public init(
    _ matrix: [[Double]], rows: [String] = [], columns: [String] = [], title: String = "", x: String = "",
    y: String = "", annotated: Bool = true, emphasis: Emphasis = .values, format: NumberFormat = .automatic
  ) {
    self.matrix = Result { () throws(PlottingError) in try Self.checked(matrix, rows, columns, emphasis) }
    self.rows = rows
    self.columns = columns
    self.title = title
    self.xTitle = x
    self.yTitle = y
    self.format = format
    self.annotated = annotated
    self.emphasis = emphasis
  }

  /// Shows a tensor `[rows, columns]`, such as counts of predictions.
  public init<Element: Scalar>(
    _ matrix: Tensor<Element>, rows: [String] = [], columns: [String] = [], title: String = "", x: String = "",
    y: String = "", annotated: Bool = true, emphasis: Emphasis = .values, format: NumberFormat = .automatic
  ) {
    self.init(
      Matrix.rows(matrix), rows: rows, columns: columns, title: title, x: x, y: y, annotated: annotated,
      emphasis: emphasis, format: format)
  }

  private static func checked(
    _ rows: [[Double]], _ rowNames: [String], _ columnNames: [String], _ emphasis: Emphasis
  ) throws(PlottingError) -> Matrix {
    let matrix = try Matrix(rows, of: "Heatmap")
    for (name, names, count) in [("row", rowNames, matrix.height), ("column", columnNames, matrix.width)]
    where !names.isEmpty && names.count != count {
      throw PlottingError(
        "Heatmap", problem: "has \(names.count) \(name) names for \(count) \(name)s", expected: "none, or one each")
    }
    if emphasis == .offDiagonal, matrix.height != matrix.width {
      throw PlottingError(
        "Heatmap", problem: "of \(matrix.height) rows and \(matrix.width) columns has no diagonal",
        expected: "as many columns as rows")
    }
    return matrix
  }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  func layout(measuring measure: any TextMeasuring) throws -> HeatmapLayout {
    HeatmapLayout(of: self, try matrix.get(), measuring: measure)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let matrix = try matrix.get()
    let layout = try layout(measuring: canvas)
    let colors = HeatmapColors(showsShares ? matrix.shares : matrix, emphasis, theme.palette)
    HeatmapDrawing(heatmap: self, matrix: matrix, layout: layout, colors: colors, palette: theme.palette)
      .draw(on: canvas)
  }

  /// The share of its row in a cell, "6.5%"; nothing where the cell has no number.
  func shareText(_ share: Double, row: Int, column: Int) -> String {
    guard showsShares, share > 0 || row == column else { return "" }
    return share > 0 && share < 0.0005 ? "<0.1%" : NumberFormat.percent(decimals: share < 0.995 ? 1 : 0).text(share)
  }

  /// The number in a cell; nothing where a mistake was never made.
  func text(_ value: Double, row: Int, column: Int) -> String {
    if emphasis == .offDiagonal, row != column, value == 0 { return "" }
    return value.isFinite ? format.text(value) : "–"
  }
}
