import DeepLearning

/// What each operation of a step takes, as a table.
struct Profile: CustomStringConvertible {
  let entries: [PlanProfile.Entry]
  /// Of all steps together.
  let seconds: Double
  let steps: Int

  var description: String {
    let known = entries.reduce(0) { $0 + $1.seconds }
    let rows = entries.sorted { $0.seconds > $1.seconds }.map(row)
    let rest = row(name: "optimizer, data and the rest", seconds: seconds - known, arithmetic: 0)
    return (["      ms  share  GFLOP/s  operation: method"] + rows + [rest]).joined(separator: "\n")
      + "\n" + cell(seconds * 1e3 / Double(steps), 8) + " ms a step"
  }

  private func row(_ entry: PlanProfile.Entry) -> String {
    let details = entry.details.isEmpty ? "" : " (\(entry.details))"
    let method = entry.method.isEmpty ? "" : ": \(entry.method)"
    return row(
      name: "\(entry.operation) \(entry.layer)\(details)\(method)", seconds: entry.seconds,
      arithmetic: Double(entry.arithmetic * entry.runs))
  }

  private func row(name: String, seconds: Double, arithmetic: Double) -> String {
    let rate = arithmetic > 0 ? cell(arithmetic / seconds * 1e-9, 9, decimals: 0) : "        -"
    return cell(seconds * 1e3 / Double(steps), 8) + cell(seconds / self.seconds * 100, 6, decimals: 1) + rate + "  "
      + name
  }

  /// A number, right-aligned.
  private func cell(_ value: Double, _ width: Int, decimals: Int = 2) -> String {
    let scale = [1.0, 10, 100][decimals]
    let number = (value * scale).rounded() / scale
    let text = decimals == 0 ? "\(Int(number))" : "\(number)"
    return String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}
