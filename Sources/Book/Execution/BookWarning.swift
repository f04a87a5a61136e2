/// What the compiler finds odd in a chapter, and where: `chapters/03-x.md:57:5: warning: …`. It stops no build.
public struct BookWarning: Equatable, Sendable, CustomStringConvertible {
  public var file: String?
  public var line: Int?
  public var column: Int?
  public var message: String

  init(_ error: BookError) {
    file = error.file
    line = error.line
    column = error.column
    message = error.message
  }

  public var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
    return (place.isEmpty ? "" : place + ": ") + "warning: " + message
  }
}
