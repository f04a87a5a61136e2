/// Where the parts of a figure go: margins are measured from the texts that stand in them.
struct FigureLayout {
  /// Distances from the figure's sides to the plot.
  private struct Margins: Equatable {
    var left = 0.0
    var right = 0.0
    var top = 0.0
    var bottom = 0.0
  }

  let title: TextBlock
  let legend: Legend
  let endLabels: EndLabels?
  let xTitle: TextBlock
  let yTitle: TextBlock
  private(set) var plot = Box(x: 0, y: 0, width: 0, height: 0)
  private(set) var x: Projection
  private(set) var y: Projection
  /// Numbers along the axes; empty along an axis of categories.
  private(set) var xLabels: AxisLabels?
  private(set) var yLabels: AxisLabels?
  private(set) var xCategories: CategoryLabels?
  private(set) var yCategories: [TextBlock] = []

  static let titleGap = 6.0
  static let labelGap = 7.0
  /// Pixels that stay free at the figure's sides.
  static let edge = 2.0
  /// A small figure has titles of one line, to leave room for its data.
  private static let heightPerTitleLine = 120
  /// From here on, as part of the plot's width, a line ends at the right.
  private static let nearTheRight = 0.9
  private static let smallestPlot = (width: 48.0, height: 36.0)

  init(of figure: Figure, measuring measure: any TextMeasuring) throws {
    let data = try FigureData(of: figure)
    let width = Double(figure.size.width) - 2 * Self.edge
    let lines = max(1, min(3, figure.size.height / Self.heightPerTitleLine))
    title = TextBlock(figure.title, font: .title, width: width, lineLimit: lines, measuring: measure)
    let x = Projection(figure.x.scale, domain: data.x, from: 0, to: 1)
    let names = Self.names(of: figure, x, measuring: measure)
    endLabels = names.beside
    legend = Legend(names.above, width: width, measuring: measure)
    xTitle = TextBlock(figure.x.title, font: .label, width: width, lineLimit: lines, measuring: measure)
    yTitle = TextBlock(figure.y.title, font: .label, width: width, lineLimit: lines, measuring: measure)
    self.x = x
    y = Projection(figure.y.scale, domain: data.y, from: 1, to: 0)
    try fit(figure, data, measuring: measure)
  }

  /// Divides names between the lines' ends and the legend: all series stand in the same place.
  /// - Parameter x: the axis, from 0 at the left to 1 at the right.
  private static func names(
    of figure: Figure, _ x: Projection, measuring measure: any TextMeasuring
  ) -> (beside: EndLabels?, above: [Legend.Entry]) {
    func beside(_ series: [Figure.Series]) -> EndLabels? {
      EndLabels(series, figure: figure.size, measuring: measure)
    }
    let rules = figure.series.filter { $0.mark.namePlace == .margin && !$0.name.isEmpty }
    let named = figure.series.filter { figure.showsNames && $0.legendEntry != nil }
    guard !named.isEmpty else { return (beside(rules), []) }
    if named.allSatisfy({ $0.mark.namePlace == .end && endsAtTheRight($0.mark, x) }) {
      if let labels = beside(named + rules) ?? beside(named) { return (labels, []) }
    }
    return (beside(rules), named.compactMap(\.legendEntry))
  }

  /// Whether a name at the right side stands beside its mark's end. Farther away it would seem to name another.
  private static func endsAtTheRight(_ mark: any Mark, _ x: Projection) -> Bool {
    guard let end = mark.data.x.last(where: \.isPlottable), let place = x(end) else { return true }
    return place >= nearTheRight
  }

  /// Lets margins grow until everything that stands in them fits. Labels depend on the plot's size and it on them.
  private mutating func fit(_ figure: Figure, _ data: FigureData, measuring measure: any TextMeasuring) throws {
    var margins = firstMargins(of: figure)
    for _ in 0..<4 {
      let before = margins
      try place(figure, margins)
      setLabels(figure, data, measuring: measure)
      grow(&margins, figure)
      if margins == before { return }
    }
    try place(figure, margins)
    setLabels(figure, data, measuring: measure)
  }

  private func firstMargins(of figure: Figure) -> Margins {
    var margins = Margins(left: Self.edge + 4, right: Self.edge + 4, top: Self.edge, bottom: Self.edge)
    for height in [title.height, legend.height, yTitle.height] where height > 0 {
      margins.top += height + Self.titleGap
    }
    margins.top += yTitle.isEmpty ? Font.label.lineHeight / 2 : 2
    margins.bottom += Font.label.lineHeight + Self.labelGap + (xTitle.isEmpty ? 0 : xTitle.height + 4)
    if let endLabels { margins.right = Self.edge + endLabels.width }
    return margins
  }

  private mutating func place(_ figure: Figure, _ margins: Margins) throws {
    plot = Box(
      x: margins.left.rounded(), y: margins.top.rounded(),
      width: (Double(figure.size.width) - margins.left - margins.right).rounded(.down),
      height: (Double(figure.size.height) - margins.top - margins.bottom).rounded(.down))
    guard plot.width >= Self.smallestPlot.width, plot.height >= Self.smallestPlot.height else {
      throw PlottingError(
        subject("Figure", figure.title.isEmpty ? nil : figure.title),
        problem: "has no room for its data beside its texts at \(figure.size.width) × \(figure.size.height) pixels",
        hint: "Make it larger or its titles shorter.")
    }
    x = Projection(x.scale, domain: x.domain, from: plot.x, to: plot.maxX)
    y = Projection(y.scale, domain: y.domain, from: plot.maxY, to: plot.y)
  }

  private mutating func setLabels(_ figure: Figure, _ data: FigureData, measuring measure: any TextMeasuring) {
    let widest = 0.38 * Double(figure.size.width)
    if data.isHorizontal {
      let lines = max(1, Int(plot.height / Double(data.categories.count) / Font.label.lineHeight))
      yCategories = TextBlock.alike(
        data.categories, font: .label, width: widest, lineLimit: min(lines, 3), measuring: measure)
    } else {
      yLabels = AxisLabels(
        beside: y, figure.y, wholeNumbers: data.yCounts, widest: widest, measuring: measure)
    }
    if data.categories.isEmpty || data.isHorizontal {
      xLabels = AxisLabels(below: x, figure.x, wholeNumbers: data.xCounts, measuring: measure)
    } else {
      let centers = data.categories.indices.compactMap { x(Double($0)) }
      xCategories = CategoryLabels(
        data.categories, centers: centers, band: plot.width / Double(centers.count), left: Self.edge,
        deepest: 0.4 * Double(figure.size.height), measuring: measure)
    }
  }

  /// Margins only ever grow, so that what fitted before still does.
  private func grow(_ margins: inout Margins, _ figure: Figure) {
    let left = margins.left
    let beside = max(yLabels?.width ?? 0, yCategories.map(\.width).max() ?? 0)
    margins.left = max(margins.left, Self.edge + beside + Self.labelGap)
    for label in xLabels?.labels ?? [] {
      guard let center = x(label.value) else { continue }
      margins.left = max(margins.left, margins.left + Self.edge - (center - label.width / 2))
      let right = center + label.width / 2 + Self.edge
      margins.right = max(margins.right, margins.right + right - Double(figure.size.width))
    }
    if let xCategories {
      margins.left = max(margins.left, min(left + xCategories.overhang, 0.3 * Double(figure.size.width)))
      let below = Self.edge + Self.labelGap + xCategories.depth + (xTitle.isEmpty ? 0 : xTitle.height + 4)
      margins.bottom = max(margins.bottom, below)
    }
  }
}
