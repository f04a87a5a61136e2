/// The value of every parameter of a chapter in one build.
struct ParameterValues: Sendable {
  /// As YAML scalars.
  var texts: [String: String]
  private var kinds: [String: Parameter.Kind]

  /// Takes the values of a profile, and those of the command line before them.
  /// - Throws: `BookErrors` for a value that is missing or has the wrong type.
  init(_ chapter: Chapter, profile: Profile, overrides: [String: String]) throws {
    texts = [:]
    kinds = [:]
    var errors: [BookError] = []
    for parameter in chapter.frontMatter.parameters {
      guard let text = overrides[parameter.name] ?? parameter.values[profile] else {
        errors.append(BookError("parameter `\(parameter.name)` has no value for \(profile)", file: chapter.path))
        continue
      }
      if !parameter.kind.accepts(text) {
        errors.append(
          BookError("`\(text)` is no \(parameter.kind.rawValue) for `\(parameter.name)`", file: chapter.path))
      }
      texts[parameter.name] = text
      kinds[parameter.name] = parameter.kind
    }
    if !errors.isEmpty { throw BookErrors(errors) }
  }

  /// What a block that reads the parameter depends on: type and value. Nil if there is no such parameter.
  func fingerprint(of name: String) -> String? {
    guard let text = texts[name], let kind = kinds[name] else { return nil }
    return "\(kind.rawValue) \(text)"
  }
}

extension Parameter.Kind {
  /// Whether a YAML scalar is a value of this kind.
  func accepts(_ text: String) -> Bool {
    let digits = text.filter { $0 != "_" }
    return switch self {
    case .int: Int(digits) != nil
    case .double: Double(digits) != nil
    case .bool: Bool(text.lowercased()) != nil
    case .string: true
    }
  }
}
