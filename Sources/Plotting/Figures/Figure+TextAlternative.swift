extension Figure {
  /// The kind of chart, its axes with their ranges, and a sentence for each mark.
  public var textAlternative: String? {
    guard let data = try? FigureData(of: self) else { return nil }
    let name = title.isEmpty ? kind : "\(kind) “\(title)”"
    let axes = [sentencePart(x, "x", data, isX: true), sentencePart(y, "values", data, isX: false)].compactMap(\.self)
    let sentences = marks.compactMap { $0.textAlternative(x: x, y: y) }
    return (["\(name): \(axes.joined(separator: ", "))."] + sentences + [gaps].compactMap(\.self))
      .joined(separator: " ")
  }

  /// What the marks are called together.
  private var kind: String {
    let kinds = Set(marks.compactMap(\.chartKind))
    return kinds.count == 1 ? kinds.first ?? "Chart" : "Chart"
  }

  /// "Epoch from 1 to 10"; for categories how many there are.
  private func sentencePart(_ axis: Axis, _ name: String, _ data: FigureData, isX: Bool) -> String? {
    if !data.categories.isEmpty, data.isHorizontal != isX {
      let things = "\(data.categories.count) \(data.categories.count == 1 ? "category" : "categories")"
      return axis.title.isEmpty ? things : "\(axis.title), \(things)"
    }
    let values = marks.map(\.data).flatMap { isX ? $0.x : $0.y }
    guard let range = axis.range ?? values.filter({ has($0, axis) }).plottableRange() else { return nil }
    let scale = axis.scale == .log ? " on a logarithmic scale" : ""
    guard range.length > 0 else { return "\(axis.name(orElse: name)) \(axis.spoken(range.lowerBound))\(scale)" }
    return
      "\(axis.name(orElse: name)) from \(axis.spoken(range.lowerBound)) to \(axis.spoken(range.upperBound))\(scale)"
  }

  /// How many values the axes have no place for.
  private var gaps: String? {
    let data = marks.map(\.data)
    let all = data.flatMap(\.x).count { !has($0, x) } + data.flatMap(\.y).count { !has($0, y) }
    let bars = data.contains(where: \.standsOnZero) && (x.scale == .log || y.scale == .log)
    guard all > 0, !bars else { return nil }
    let reason =
      x.scale == .log || y.scale == .log ? "not finite, or not positive on a logarithmic scale" : "not finite"
    return "Left out: \(Typography.counted(all, "value")), \(reason)."
  }

  private func has(_ value: Double, _ axis: Axis) -> Bool { value.isPlottable && (axis.scale == .linear || value > 0) }
}
