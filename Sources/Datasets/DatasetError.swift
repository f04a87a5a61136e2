/// What is wrong with a data set or its files, and what to do: `mnist: not in …` and a hint.
public struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The data set or the path of the file that the message is about.
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

extension DatasetError {
  /// The sentence that sends a reader to the command which gets a data set.
  static func fetchHint(_ dataset: String) -> String { "run `quire data fetch \(dataset)`" }
}
