/// Grids of numbers in a row with operators between them, such as patch ∗ kernel = result.
///
///     MatrixEquation {
///       NumberGrid(patch, caption: "5 × 5 patch", highlights: [.init(rows: 0..<3, columns: 0..<3)])
///       "∗"
///       NumberGrid(kernel, caption: "3 × 3 kernel")
///       "="
///       NumberGrid(result, caption: "3 × 3 result")
///     }
public struct MatrixEquation: Drawable {
  /// A grid, or a sign between two.
  public enum Term: Sendable {
    case grid(NumberGrid)
    case sign(String)
  }

  let terms: [Term]

  private static let font = Font(20)
  private static let gap = 10.0

  public init(@MatrixEquationBuilder terms: () throws -> [Term]) rethrows { self.terms = try terms() }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let layout = try layout(measuring: canvas)
    for (term, left) in zip(terms, layout.lefts) {
      switch term {
      case .sign(let sign):
        canvas.draw(
          PlacedText(
            Typography.line(sign), at: Position(left, layout.middle), font: Self.font, color: theme.palette.ink,
            vertical: .middle))
      case .grid(let grid):
        let cells = try NumberGridLayout(of: grid, measuring: canvas).cells
        try canvas.translated(to: Position(left, (layout.middle - cells.midY).rounded())) {
          try grid.draw(on: canvas, theme: theme)
        }
      }
    }
  }

  /// Left side of every term, and the height of the middle of all grids' cells.
  private func layout(measuring measure: any TextMeasuring) throws -> (size: PixelSize, lefts: [Double], middle: Double)
  {
    guard !terms.isEmpty else {
      throw PlottingError("MatrixEquation", problem: "is empty", expected: "at least one NumberGrid")
    }
    var (lefts, left, above, below): ([Double], Double, Double, Double) = ([], 0, Self.font.size, Self.font.size)
    for term in terms {
      lefts.append(left.rounded())
      switch term {
      case .sign(let sign): left += measure.width(of: Typography.line(sign), font: Self.font) + Self.gap
      case .grid(let grid):
        let layout = try NumberGridLayout(of: grid, measuring: measure)
        above = max(above, layout.cells.midY + 0.5)
        below = max(below, Double(layout.size.height) - layout.cells.midY + 0.5)
        left += Double(layout.size.width) + Self.gap
      }
    }
    return (PixelSize(holding: left - Self.gap + 1, above + below), lefts, above)
  }

  public var textAlternative: String? {
    let parts = terms.compactMap { term in
      switch term {
      case .sign(let sign): sign
      case .grid(let grid): grid.spoken
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ") + "."
  }
}

/// Collects the terms of a `MatrixEquation`.
@resultBuilder
public enum MatrixEquationBuilder {
  public static func buildExpression(_ grid: NumberGrid) -> MatrixEquation.Term { .grid(grid) }
  public static func buildExpression(_ sign: String) -> MatrixEquation.Term { .sign(sign) }
  public static func buildBlock(_ terms: MatrixEquation.Term...) -> [MatrixEquation.Term] { terms }
}
