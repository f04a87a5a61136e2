/// What is wrong with a graph, with data or with a weight file: where, what was found, what was expected, what to do.
public struct DeepLearningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The layer, the argument or the file that the problem concerns, such as `conv2d_1 (Conv2D)`.
  public var place: String
  /// What was found.
  public var problem: String
  /// What would have been right.
  public var expected: String?
  /// What to do about it.
  public var hint: String?
  /// File and line of the call that recorded the layer, where known.
  public var location: String?

  public init(
    _ place: String, _ problem: String, expected: String? = nil, hint: String? = nil, location: String? = nil
  ) {
    self.place = place
    self.problem = problem
    self.expected = expected
    self.hint = hint
    self.location = location
  }

  public var description: String {
    var text = "\(place): \(problem)"
    if let expected { text += "; expected \(expected)" }
    if let location { text += "\n  called at \(location)" }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }
}
