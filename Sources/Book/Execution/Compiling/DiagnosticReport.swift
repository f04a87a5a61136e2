/// Turns the compiler's messages about blocks into errors at the chapter's lines.
struct DiagnosticReport {
  var chapter: Chapter
  var modules: [BlockModule]

  /// Notes that are kept as a hint.
  private static let keptNotes = 2

  /// The errors, each with the notes that follow it as its hint.
  func errors(_ diagnostics: [Diagnostic]) -> [BookError] { reports(diagnostics, .error) }

  /// The warnings about what the author wrote.
  func warnings(_ diagnostics: [Diagnostic]) -> [BookWarning] {
    let written = diagnostics.filter { diagnostic in
      let text = modules.first { $0.label == diagnostic.file }?.text
      return text?.isGenerated(line: diagnostic.line, column: diagnostic.column) == false
    }
    return reports(written, .warning).map(BookWarning.init)
  }

  private func reports(_ diagnostics: [Diagnostic], _ severity: Diagnostic.Severity) -> [BookError] {
    diagnostics.indices.filter { diagnostics[$0].severity == severity }.reduce(into: []) { errors, index in
      let notes = diagnostics[(index + 1)...].prefix { $0.severity == .note }.prefix(Self.keptNotes)
      let error = error(diagnostics[index], notes: Array(notes))
      if !errors.contains(error) { errors.append(error) }
    }
  }

  private func error(_ diagnostic: Diagnostic, notes: [Diagnostic]) -> BookError {
    let position = position(of: diagnostic)
    let hints = notes.map { note in (self.position(of: note).map { "line \($0.line): " } ?? "") + note.message }
    return BookError(
      diagnostic.message, file: chapter.path, line: position?.line, column: position?.column,
      hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
  }

  private func position(of diagnostic: Diagnostic) -> SourcePosition? {
    let text = modules.first { $0.label == diagnostic.file }?.text
    return text?.position(line: diagnostic.line, column: diagnostic.column)
  }

  /// The error for a compiler that failed without saying why.
  func unexplained(_ module: BlockModule, output: String) -> BookError {
    let tail = output.split(separator: "\n").suffix(3).joined(separator: " | ")
    let line = module.text?.position(line: 1, column: 1).line
    return BookError("the block cannot be compiled: \(tail)", file: chapter.path, line: line)
  }
}
