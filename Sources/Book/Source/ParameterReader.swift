internal import Yams

/// Reads `params` of the front matter.
///
/// A value is a scalar, or one for each profile: `{sample: 8, full: 30}`. Its kind is that of YAML's core schema, text
/// between quotation marks is text, and whole numbers beside fractions become fractions.
struct ParameterReader {
  static func read(_ entry: YAMLReader.Entry?, _ reader: inout YAMLReader) -> [Parameter] {
    guard let entry, !YAMLReader.isMissing(entry.value) else { return [] }
    guard let entries = reader.entries(of: entry.value) else {
      reader.report("‘params’ takes lines of the form ‘name: value’", at: reader.position(of: entry.value))
      return []
    }
    return entries.compactMap { parameter($0, &reader) }
  }

  private static func parameter(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> Parameter? {
    guard entry.name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil, !reservedWords.contains(entry.name) else {
      let hint = "a letter, then letters and digits, as in learningRate"
      reader.report("‘\(entry.name)’ cannot be the name of a value in Swift", at: entry.position, hint: hint)
      return nil
    }
    guard let scalars = scalars(of: entry, &reader) else { return nil }
    let kinds = Set(scalars.map { Parameter.Kind(of: $0.value) })
    guard let kind = kinds.count == 1 ? kinds.first : kinds == [.int, .double] ? .double : nil else {
      let names = kinds.map(\.rawValue).sorted().joined(separator: " and ")
      reader.report("the values of ‘\(entry.name)’ are of different kinds: \(names)", at: entry.position)
      return nil
    }
    let values = scalars.map { ($0.profile, kind.canonical($0.value.string) ?? $0.value.string) }
    return Parameter(name: entry.name, kind: kind, values: Dictionary(values) { first, _ in first })
  }

  private static func scalars(
    of entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> [(profile: Profile, value: Node.Scalar)]? {
    if let scalar = entry.value.scalar {
      guard !YAMLReader.isMissing(entry.value) else {
        reader.report("the parameter ‘\(entry.name)’ has no value", at: entry.position)
        return nil
      }
      return Profile.allCases.map { ($0, scalar) }
    }
    guard let entries = reader.entries(of: entry.value) else {
      let hint = "one value, or one for each profile: {sample: 8, full: 30}"
      reader.report("the parameter ‘\(entry.name)’ is a list", at: reader.position(of: entry.value), hint: hint)
      return nil
    }
    return byProfile(entries, of: entry, &reader)
  }

  private static func byProfile(
    _ entries: [YAMLReader.Entry], of parameter: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> [(profile: Profile, value: Node.Scalar)]? {
    reader.refuseUnknown(entries, known: Profile.allCases.map(\.rawValue), what: "profile")
    var scalars: [(profile: Profile, value: Node.Scalar)] = []
    for profile in Profile.allCases {
      guard let entry = entries.first(where: { $0.name == profile.rawValue }) else {
        let message = "the parameter ‘\(parameter.name)’ has no value for the profile ‘\(profile.rawValue)’"
        reader.report(message, at: parameter.position)
        return nil
      }
      guard let scalar = entry.value.scalar, !YAMLReader.isMissing(entry.value) else {
        reader.report("expected one value", at: reader.position(of: entry.value))
        return nil
      }
      scalars.append((profile, scalar))
    }
    return scalars
  }

  /// Swift's words that cannot name a value.
  private static let reservedWords: Set<String> = [
    "_", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
    "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in",
    "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
    "repeat", "rethrows", "return", "self", "Self", "static", "struct", "subscript", "super", "switch", "throw",
    "throws", "true", "try", "typealias", "var", "where", "while", "Any", "Type",
  ]
}

extension Parameter.Kind {
  /// The kind of a scalar as it is written.
  init(of scalar: Node.Scalar) {
    let text = scalar.string
    if scalar.isQuoted {
      self = .string
    } else if Self.bool.canonical(text) != nil {
      self = .bool
    } else if Self.int.canonical(text) != nil {
      self = .int
    } else {
      self = Self.double.canonical(text) != nil ? .double : .string
    }
  }

  /// A value of this kind as Swift writes it (text without quotation marks); nil if the text is no such value.
  public func canonical(_ text: String) -> String? {
    switch self {
    case .int:
      guard text.wholeMatch(of: /[-+]?[0-9][0-9_]*/) != nil else { return nil }
      return Int(text.filter { $0 != "_" }).map { String($0) }
    case .double:
      guard text.wholeMatch(of: /[-+]?(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/) != nil else {
        return nil
      }
      return Double(text.filter { $0 != "_" }).flatMap { $0.isFinite ? String($0) : nil }
    case .bool: return text == "true" || text == "false" ? text : nil
    case .string: return text
    }
  }
}
