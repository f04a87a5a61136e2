/// A type that says what its values look like on a page.
public protocol Displayable {
  /// Hands the value to `session` as a picture, a table or a text.
  /// - Throws: an error for people if the value cannot be shown.
  func display(in session: Session) throws
}

extension Array: Displayable where Element: Displayable {
  /// Shows every element, one after another.
  public func display(in session: Session) throws {
    for element in self { try element.display(in: session) }
  }
}

extension Optional: Displayable where Wrapped: Displayable {
  /// Shows the value, or `nil`.
  public func display(in session: Session) throws {
    guard let self else { return session.showDescription("nil") }
    try self.display(in: session)
  }
}
