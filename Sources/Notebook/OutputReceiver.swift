package import Messages

/// Takes what a program shows.
package protocol OutputReceiver: Sendable {
  func receive(_ output: Output)
  func receive(_ progress: TrainingProgress)
  func receive(_ dependency: Dependency)
}

/// Prints outputs, for a program that runs outside a book.
package struct TerminalReceiver: OutputReceiver {
  package init() {}

  package func receive(_ output: Output) {
    switch output {
    case .text(let text), .value(let text): print(text)
    case .figure(let figure):
      print("[\(figure.wide.width) × \(figure.wide.height): \(figure.description ?? "a picture")]")
    case .table(let table): Self.lines(of: table).forEach { print($0) }
    case .metric(let metric): print("\(metric.name): \(metric.value.readable)")
    case .claim(let claim): print(Self.line(of: claim))
    case .training, .inline: break
    }
  }

  package func receive(_ progress: TrainingProgress) {
    guard progress.endsEpoch else { return }
    let values = progress.values.map { "\($0.name) \($0.value.decimals(4))" }.joined(separator: "  ")
    print("\(progress.model)  epoch \(progress.epoch)/\(progress.epochs)  \(values)")
  }

  package func receive(_ dependency: Dependency) {}

  private static func line(of claim: Claim) -> String {
    let expected =
      switch claim.expected {
      case .atLeast(let least): "at least \(least)"
      case .atMost(let most): "at most \(most)"
      case .within(let range): "\(range.lowerBound) to \(range.upperBound)"
      }
    return "\(claim.isMet ? "met" : "NOT MET"): \(claim.name) \(claim.measured), expected \(expected) (\(claim.source))"
  }

  private static func lines(of table: Table) -> [String] {
    let rows = [table.columns.map(\.title)] + table.rows
    let widths = table.columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return table.columns[column].alignment == .trailing ? padding + row[column] : row[column] + padding
      }.joined(separator: "  ")
    }
  }
}
