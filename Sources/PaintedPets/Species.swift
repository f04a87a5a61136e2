/// The two kinds of pets, with the names that folders and labels have.
public enum Species: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  case cat, dog

  public var description: String { rawValue }
}
