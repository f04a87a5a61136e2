/// Why a picture cannot be drawn: which part, what is wrong with it, what was expected.
public struct PlottingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The part of the picture, such as `Line “training”`.
  public var subject: String
  /// What is wrong, as the rest of a sentence about the subject.
  public var problem: String
  public var expected: String?
  public var hint: String?

  public init(_ subject: String, problem: String, expected: String? = nil, hint: String? = nil) {
    self.subject = subject
    self.problem = problem
    self.expected = expected
    self.hint = hint
  }

  public var description: String {
    var text = "\(subject) \(problem)"
    if let expected { text += "; expected: \(expected)" }
    text += "."
    if let hint { text += " \(hint)" }
    return text
  }
}
