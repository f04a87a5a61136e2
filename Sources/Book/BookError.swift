/// What is wrong with a chapter or a book, where, and what to do: `chapters/03-x.md:57:5: error: …`.
public struct BookError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Path as the author knows it, relative to the book's folder.
  public var file: String?
  public var line: Int?
  public var column: Int?
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(_ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil, hint: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  public var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
    return (place.isEmpty ? "" : place + ": ") + "error: " + message + (hint.map { "\n  hint: " + $0 } ?? "")
  }
}

/// Every error found in one pass, so that an author sees them all at once.
public struct BookErrors: Error, Sendable, CustomStringConvertible {
  public var errors: [BookError]
  public init(_ errors: [BookError]) { self.errors = errors }
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
