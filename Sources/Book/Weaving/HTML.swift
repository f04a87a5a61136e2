/// A piece of HTML in which every inserted string is escaped.
///
/// Write markup as a literal and insert values: `"<p title=\"\(title)\">\(name)</p>" as HTML`. A `String` is escaped for
/// text and quoted attributes alike, an `HTML` is inserted as it is, so nothing hostile can slip through by accident.
package struct HTML: Equatable, Hashable, Sendable {
  package var text: String

  /// Takes markup that is known to be sound, such as a converter's output.
  package init(trusted text: String) { self.text = text }

  /// Escapes text that may hold anything.
  package init(escaping plain: String) { text = HTML.escape(plain) }

  package static let empty = HTML(trusted: "")

  package var isEmpty: Bool { text.isEmpty }

  package static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }

  package static func += (left: inout HTML, right: HTML) { left.text += right.text }

  /// Replaces the characters that could end a text node or a quoted attribute.
  package static func escape(_ plain: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(plain.utf8.count)
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\0": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { text = value }

  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ plain: String) { text += HTML.escape(plain) }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }

    package mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// An optional attribute with the space before it: ` name="value"`, or nothing.
    package mutating func appendInterpolation(attribute name: String, _ value: String?) {
      if let value { text += " \(name)=\"\(HTML.escape(value))\"" }
    }
  }
}

extension Sequence where Element == HTML {
  package func joined(separator: HTML = .empty) -> HTML {
    HTML(trusted: map(\.text).joined(separator: separator.text))
  }
}
