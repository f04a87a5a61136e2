import Messages

/// What stands under a run-block.
extension ChapterWeaver {
  /// A run-block: its code as its options want it, and under it what it produced.
  mutating func cell(label: String, _ listing: CodeListing, line: Int) -> HTML {
    let options = chapter.block(label)?.options ?? BlockOptions()
    let code = runCode(listing, label: label, options)
    let output = options.eval ? self.output(CellContext(label: label, line: line, options: options)) : .empty
    if code.isEmpty, output.isEmpty { return .empty }
    let identifier = placed.contains(label) ? nil : label
    return "<div class=\"cell\"\(attribute: "id", identifier)>\n\(code)\(output)</div>\n"
  }

  private mutating func output(_ cell: CellContext) -> HTML {
    guard let result = results[cell.label] else {
      return "<p class=\"notice\">This block has not been run yet.</p>\n"
    }
    var parts = HTML.empty
    for group in OutputGroup.groups(of: result.outputs, together: isCaptioned(cell)) {
      parts += shown(group, cell)
    }
    if let failure = result.failure, cell.options.output != .hidden { parts += self.failure(failure) }
    return parts.isEmpty ? .empty : "<div class=\"output\">\n\(parts)</div>\n"
  }

  private func isCaptioned(_ cell: CellContext) -> Bool { numbering.figure(cell.label) != nil }

  /// A claim is shown even where other outputs are hidden: the book states what it measured.
  private mutating func shown(_ group: OutputGroup, _ cell: CellContext) -> HTML {
    if case .single(.claim(let claim)) = group { return self.claim(claim) }
    guard cell.options.output != .hidden else { return .empty }
    return switch group {
    case .figures(let figures): self.figures(figures, cell)
    case .metrics(let metrics): self.metrics(metrics)
    case .single(.text(let text)): self.text(text, cell)
    case .single(.value(let text)): Self.printed(text, "Value", "out value")
    case .single(.table(let table)): self.table(table, cell)
    case .single(.training(let run)): Self.training(run)
    case .single: .empty
    }
  }

  private mutating func text(_ text: String, _ cell: CellContext) -> HTML {
    guard cell.options.output == .asIs else { return Self.printed(text, "Output", "out") }
    let document = MarkdownParser.parse(text)
    identifierPrefix = cell.label + "-"
    defer { identifierPrefix = "" }
    let notes = footnoteItems(in: document)
    return blocks(document.children) + (notes.isEmpty ? .empty : "<ol class=\"footnotes\">\n\(notes)</ol>\n")
  }

  private static func printed(_ text: String, _ name: String, _ className: String) -> HTML {
    var lines = TerminalText.render(text).split(separator: "\n", omittingEmptySubsequences: false)[...]
    lines = lines.drop { $0.allSatisfy(\.isWhitespace) }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    guard !lines.isEmpty else { return .empty }
    return """
      <pre class="\(className)" tabindex="0" role="group" aria-label="\(name)"><samp>\(lines.joined(separator: "\n"))\
      </samp></pre>

      """
  }

  private func failure(_ failure: BlockFailure) -> HTML {
    let place = failure.line.map { " (line \($0))" } ?? ""
    return Self.printed("\(failure.kind.title)\(place): \(failure.message)", "Error", "out error")
  }

  private func metrics(_ metrics: [Metric]) -> HTML {
    let items = metrics.map { metric -> HTML in
      "<div><dt>\(metric.name)</dt><dd>\(NumberText.short(metric.value))</dd></div>\n"
    }
    return "<dl class=\"metrics\">\n\(items.joined())</dl>\n"
  }

  /// `Trained mnist_convnet: 10 epochs × 63 steps in 12.3 s — loss 0.05, accuracy 0.98`
  private static func training(_ run: TrainingRun) -> HTML {
    let values = run.finalValues.map { "\($0.name) \(NumberText.short($0.value))" }.joined(separator: ", ")
    let epochs = run.epochs == 1 ? "1 epoch" : "\(NumberText.count(run.epochs)) epochs"
    let steps = run.stepsPerEpoch == 1 ? "1 step" : "\(NumberText.count(run.stepsPerEpoch)) steps"
    return """
      <p class="training">Trained <code>\(run.model)</code>: \(epochs) × \(steps) in \
      \(NumberText.duration(run.seconds))\(values.isEmpty ? "" : " — " + values)</p>

      """
  }

  private mutating func claim(_ claim: Claim) -> HTML {
    let identifier = "_claim-\(claims.count + 1)"
    claims.append(PlacedClaim(identifier: identifier, claim: claim))
    return """
      <div class="claim" id="\(identifier)">
      <p class="verdict \(claim.verdictClass)">\(claim.verdict)</p>
      <p><strong>\(claim.name)</strong>: expected \(claim.expected.phrase), measured \
      \(claim.measuredText).</p>
      <p class="source">Source: \(claim.source)</p>
      </div>

      """
  }
}

/// The run-block whose outputs are being woven.
struct CellContext {
  var label: String
  var line: Int
  var options: BlockOptions
}
