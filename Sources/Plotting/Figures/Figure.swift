/// Marks over two axes.
///
///     Figure(x: Axis("Epoch"), y: Axis("Accuracy")) {
///       Line(x: epochs, y: accuracy, label: "training")
///       Line(x: epochs, y: validationAccuracy, label: "validation")
///     }
public struct Figure: Drawable {
  /// Shown above the figure; empty for none.
  public var title: String
  /// Size on the page in CSS pixels. For a telephone the figure is laid out anew.
  public var size: PixelSize
  /// What lies along the bottom.
  public var x: Axis
  /// What lies along the left side; its title stands at the top.
  public var y: Axis
  /// What is drawn, the first at the back.
  public var marks: [any Mark]
  /// Whether names of series are shown; panels with one legend for all turn it off.
  var showsNames = true

  /// - Parameters:
  ///   - title: shown above the figure; the caption of the chapter often says it better.
  ///   - width: in CSS pixels.
  ///   - height: in CSS pixels, titles and legend included.
  ///   - marks: what is drawn, the first at the back.
  public init(
    title: String = "", width: Int = 560, height: Int = 320, x: Axis = Axis(), y: Axis = Axis(),
    @MarkBuilder marks: () throws -> [any Mark]
  ) rethrows {
    self.title = title
    size = PixelSize(width: width, height: height)
    self.x = x
    self.y = y
    self.marks = try marks()
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let layout = try FigureLayout(of: self, measuring: canvas)
    FigureDrawing(figure: self, layout: layout, palette: theme.palette).draw(on: canvas)
  }

  public func fitted(to width: Int) -> (any Drawable)? {
    var figure = self
    figure.size.width = width
    return figure
  }

  /// Figures side by side in `width` × `height` pixels, all of one size. Series that all of them share have one legend.
  public static func row(_ figures: [Figure], width: Int = 600, height: Int = 240) -> Panels {
    Panels(row: figures, width: width, height: height)
  }
}

// MARK: - Series

extension Figure {
  /// A mark with the colour and pattern that its place in the figure gives it.
  struct Series: Sendable {
    let mark: any Mark
    /// Place of the mark among all of the figure.
    let number: Int
    let paint: Paint
    let pattern: Stroke.Pattern
    /// Number among the marks that share places, and how many those are.
    let group: (index: Int, count: Int)

    /// The mark's label; empty if it has none.
    var name: String { Typography.line(mark.label ?? "") }

    var legendEntry: Legend.Entry? {
      guard !name.isEmpty, let key = mark.key else { return nil }
      return Legend.Entry(name: name, key: key, paint: paint, pattern: pattern)
    }
  }

  /// Series colours go to the marks in order; when they are used up, they come again with dashes.
  var series: [Series] {
    let colors = Palette.light.series.count
    var next = 0
    var nextInGroup: [String: Int] = [:]
    let groups = Dictionary(grouping: marks, by: Self.group)
    return marks.enumerated().map { place, mark in
      let number = mark.paint == nil ? next : 0
      if mark.paint == nil { next += 1 }
      let group = Self.group(mark)
      let index = nextInGroup[group, default: 0]
      nextInGroup[group] = index + 1
      let patterns: [Stroke.Pattern] = [.solid, .dashed, .dotted]
      return Series(
        mark: mark, number: place, paint: mark.paint ?? .series(number),
        pattern: mark.linePattern ?? patterns[number / colors % patterns.count],
        group: (index, groups[group]?.count ?? 1))
    }
  }

  /// Marks of one kind share places: bars stand side by side.
  private static func group(_ mark: any Mark) -> String { mark.chartKind ?? "" }
}
