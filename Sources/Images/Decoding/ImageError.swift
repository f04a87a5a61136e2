/// What is wrong with an image or its file, and what to do.
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path of the file that the message is about.
  public var subject: String
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(_ subject: String, _ message: String, hint: String? = nil) {
    self.subject = subject
    self.message = message
    self.hint = hint
  }

  public var description: String { "\(subject): \(message)" + (hint.map { "\n  hint: " + $0 } ?? "") }
}
