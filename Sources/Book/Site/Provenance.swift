/// Where and from what a book was built. The only part of a page that may differ between two builds of the same results.
public struct Provenance: Equatable, Sendable {
  /// The commit of the book's repository, with `+` where the working tree differs from it.
  public var commit: String?
  /// The machine in words: processor and cores.
  public var machine: String
  /// Versions by name: Swift, Quire, OpenBLAS.
  public var versions: [String: String]
  /// Seconds that the blocks of the book took when they were last executed.
  public var seconds: Double
  /// The day of the build, as it is to be shown.
  public var date: String?

  public init(
    commit: String? = nil, machine: String, versions: [String: String], seconds: Double, date: String? = nil
  ) {
    self.commit = commit
    self.machine = machine
    self.versions = versions
    self.seconds = seconds
    self.date = date
  }

  /// One line for the foot of every page.
  var line: String {
    let names = versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let built = ["Built", date.map { "on \($0)" }, commit.map { "from commit \($0)" }].compactMap { $0 }
    return (["\(built.joined(separator: " ")) on \(machine)"] + names).joined(separator: " · ")
  }
}
