/// What the axes of a figure cover, from all of its marks.
struct FigureData {
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  let categories: [String]
  /// Whether the categories lie along y.
  let isHorizontal: Bool
  /// Whether all values along the axis are whole numbers, so that ticks between them would mislead.
  let xCounts: Bool
  let yCounts: Bool

  /// - Throws: `PlottingError` if a mark has a problem, categories differ or an axis has no values.
  init(of figure: Figure) throws {
    try Self.checkMarks(of: figure)
    let data = figure.marks.map(\.data)
    let grouped = data.filter { !$0.categories.isEmpty }
    try Self.checkAlike(grouped)
    categories = grouped.first?.categories ?? []
    isHorizontal = grouped.first?.isHorizontal ?? false
    let (xs, ys) = (data.flatMap(\.x), data.flatMap(\.y))
    (xCounts, yCounts) = (Self.areWhole(xs), Self.areWhole(ys))
    let standsOnZero = data.contains(where: \.standsOnZero)
    let places = -0.5...max(Double(categories.count), 1) - 0.5
    if !categories.isEmpty, !isHorizontal {
      x = places
    } else {
      let margin = data.map(\.xMargin).max() ?? 0
      x = try figure.x.domain(of: xs, standsOnZero: standsOnZero && isHorizontal, margin: margin)
    }
    if isHorizontal {
      y = -places.upperBound ... -places.lowerBound
    } else {
      let margin = data.map(\.yMargin).max() ?? 0
      y = try figure.y.domain(of: ys, standsOnZero: standsOnZero, margin: margin)
    }
  }

  private static func checkMarks(of figure: Figure) throws {
    for mark in figure.marks { if let problem = mark.problem { throw problem } }
    guard figure.marks.isEmpty else { return }
    throw PlottingError(
      subject("Figure", figure.title.isEmpty ? nil : figure.title), problem: "has no marks",
      expected: "at least one, such as Line")
  }

  private static func checkAlike(_ data: [MarkData]) throws {
    guard let first = data.first else { return }
    for other in data where other.categories != first.categories || other.isHorizontal != first.isHorizontal {
      throw PlottingError(
        "Bars", problem: "in one figure have different categories or directions", expected: "the same categories",
        hint: "Use zero for a category without a value.")
    }
  }

  private static func areWhole(_ values: [Double]) -> Bool {
    values.allSatisfy { !$0.isPlottable || $0 == $0.rounded() }
  }
}
