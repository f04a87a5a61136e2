/// Gives names and values of a run-block's options their meaning.
struct BlockOptionsReader {
  struct Label: Equatable {
    var name: String
    var position: SourcePosition
  }

  private(set) var options = BlockOptions()
  private(set) var label: Label?
  private(set) var errors: [BookError] = []
  private var givenLines: [Name: Int] = [:]

  /// The options there are, as they are written.
  enum Name: String, CaseIterable {
    case label, echo, eval, output, error, timeout
    case codeFold = "code-fold"
    case codeSummary = "code-summary"
    case figCap = "fig-cap"
    case figAlt = "fig-alt"
    case figWidth = "fig-width"
    case tblCap = "tbl-cap"
    case layoutNcol = "layout-ncol"
  }

  init(_ lines: OptionLines) {
    errors = lines.errors
    for entry in lines.entries { read(entry) }
    checkLabel()
  }

  private mutating func read(_ entry: OptionLines.Entry) {
    guard let name = Name(rawValue: entry.name) else {
      let hint = NearestName.hint(for: entry.name, among: Name.allCases.map(\.rawValue))
      report("unknown option ‘\(entry.name)’", at: entry.namePosition, hint: hint)
      return
    }
    if let first = givenLines[name] {
      let message = "the option ‘\(name.rawValue)’ is given twice; the first time in line \(first)"
      report(message, at: entry.namePosition, hint: nil)
      return
    }
    givenLines[name] = entry.namePosition.line
    set(name, entry.value, at: entry.valuePosition)
  }

  // MARK: Values

  private mutating func set(_ name: Name, _ value: String, at place: SourcePosition) {
    switch name {
    case .label: setLabel(value, at: place)
    case .echo: set(\.echo, name, Self.flag(value), value, at: place)
    case .eval: set(\.eval, name, Self.flag(value), value, at: place)
    case .error: set(\.error, name, Self.flag(value), value, at: place)
    case .codeFold: set(\.codeFold, name, Self.flag(value), value, at: place)
    case .output: set(\.output, name, BlockOptions.OutputMode(rawValue: value), value, at: place)
    case .codeSummary: set(\.codeSummary, name, Self.text(value), value, at: place)
    case .figCap: set(\.figCap, name, Self.text(value), value, at: place)
    case .figAlt: set(\.figAlt, name, Self.text(value), value, at: place)
    case .tblCap: set(\.tblCap, name, Self.text(value), value, at: place)
    case .figWidth: set(\.figWidth, name, Self.positive(Int(value)), value, at: place)
    case .layoutNcol: set(\.layoutNcol, name, Self.positive(Int(value)), value, at: place)
    case .timeout: set(\.timeout, name, Self.positive(Double(value)), value, at: place)
    }
  }

  private mutating func set<Value>(
    _ option: WritableKeyPath<BlockOptions, Value>, _ name: Name, _ value: Value?, _ text: String,
    at place: SourcePosition
  ) {
    if let value { options[keyPath: option] = value } else { reportValue(name, text, at: place) }
  }

  private mutating func set<Value>(
    _ option: WritableKeyPath<BlockOptions, Value?>, _ name: Name, _ value: Value?, _ text: String,
    at place: SourcePosition
  ) {
    if let value { options[keyPath: option] = value } else { reportValue(name, text, at: place) }
  }

  private static func flag(_ value: String) -> Bool? { ["true": true, "false": false][value] }
  private static func text(_ value: String) -> String? { value.isEmpty ? nil : value }
  private static func positive(_ value: Int?) -> Int? { value.flatMap { $0 > 0 ? $0 : nil } }
  private static func positive(_ value: Double?) -> Double? { value.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }

  private mutating func reportValue(_ name: Name, _ value: String, at place: SourcePosition) {
    let expected =
      switch name {
      case .output: "true, false or asis"
      case .echo, .eval, .error, .codeFold: "true or false"
      case .figWidth: "a positive number of pixels"
      case .layoutNcol: "a positive number of columns"
      case .timeout: "a positive number of seconds"
      default: "some text"
      }
    let choices = name == .output ? ["true", "false", "asis"] : ["true", "false"]
    let nearest = expected.contains("true") ? NearestName.of(value, among: choices) : nil
    report(
      value.isEmpty ? "the option ‘\(name.rawValue)’ has no value" : "‘\(value)’ is no value of ‘\(name.rawValue)’",
      at: place, hint: "it takes \(expected)" + (nearest.map { "; did you mean ‘\($0)’?" } ?? ""))
  }

  // MARK: Labels

  private mutating func setLabel(_ value: String, at place: SourcePosition) {
    guard value.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/) != nil else {
      report(
        value.isEmpty ? "the option ‘label’ has no value" : "‘\(value)’ is not a label", at: place,
        hint: "a label is made of letters, digits and single hyphens, as in fig-curves")
      return
    }
    guard value.wholeMatch(of: /block-[0-9]+|inline-.*/) == nil else {
      report("the label ‘\(value)’ is reserved", at: place, hint: "labels like block-1 and inline-… are given by Quire")
      return
    }
    label = Label(name: value, position: place)
  }

  /// What has a caption is referred to by a label that tells what it is.
  private mutating func checkLabel() {
    guard let label else { return }
    let prefixes = (options.figCap == nil ? [] : ["fig-"]) + (options.tblCap == nil ? [] : ["tbl-"])
    guard let prefix = prefixes.first, !prefixes.contains(where: { label.name.hasPrefix($0) }) else { return }
    report(
      "the label of a block with a caption begins with ‘\(prefix)’", at: label.position,
      hint: "write ‘\(prefix)\(label.name)’")
  }

  private mutating func report(_ message: String, at place: SourcePosition, hint: String?) {
    errors.append(BookError(message, line: place.line, column: place.column, hint: hint))
  }
}
