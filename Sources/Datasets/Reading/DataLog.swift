/// What this process has opened since the list was last taken: the data that its results depend on.
public final class DataLog: Sendable {
  public struct Entry: Hashable, Sendable {
    public enum Kind: String, Sendable { case data, file }
    public var kind: Kind
    /// `name/edition` of a data set, or the path of a file.
    public var name: String
    /// What identifies the content that was read.
    public var fingerprint: String
    /// Number of examples, for a data set.
    public var count: Int?

    public init(kind: Kind, name: String, fingerprint: String, count: Int? = nil) {
      self.kind = kind
      self.name = name
      self.fingerprint = fingerprint
      self.count = count
    }
  }

  /// The log of this process.
  public static let shared = DataLog()

  private let entries = Locked<[Entry]>([])

  public init() {}

  public func record(_ entry: Entry) {
    entries.update { if !$0.contains(entry) { $0.append(entry) } }
  }

  /// The entries since the list was last taken.
  package var recorded: [Entry] { entries.value }

  /// Takes all entries out of the log, in the order in which they were recorded.
  public func drain() -> [Entry] {
    entries.update { list in
      defer { list = [] }
      return list
    }
  }
}
