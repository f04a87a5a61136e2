import ArgumentParser
import Datasets
import Foundation

/// `quire data`: the data sets that chapters use.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Lists, fetches, adds, verifies and removes data sets.",
    discussion: "They are kept in $QUIRE_DATA, or else in the user's cache folder.",
    subcommands: [List.self, Fetch.self, Add.self, Verify.self, Remove.self], defaultSubcommand: List.self)

  /// `quire data list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists every data set, its editions and where they are.")

    func run() {
      let store = DataStore()
      for dataset in store.catalogue.datasets {
        print("\(dataset.name): \(dataset.title)\n  licence: \(dataset.licence)")
        for status in (try? store.status(of: dataset.name)) ?? [] { print("  " + line(status)) }
      }
    }

    private func line(_ status: EditionStatus) -> String {
      let edition = status.edition
      let size = edition.bytes > 0 ? ByteText.megabytes(edition.bytes) : nil
      let parts = [edition.examples.map { "\($0) examples" }, size, state(status)].compactMap { $0 }
      return "\(edition.kind): " + parts.joined(separator: ", ")
    }

    private func state(_ status: EditionStatus) -> String {
      switch status.state {
      case .absent: "not here; from " + status.edition.placeNames.joined(separator: ", or ")
      case .partial(let bytes): "\(ByteText.megabytes(bytes)) of it in \(status.folder.path)"
      case .present: "in \(status.folder.path)" + (status.isRegistered ? " (a registered folder)" : "")
      }
    }
  }

  /// `quire data fetch NAME`
  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Downloads a data set and verifies it.")

    @Argument(help: "The data set's name, see quire data list.")
    var name: String

    @Option(help: "Only this edition: full or sample. Without it, the fullest that can be had.")
    var edition: Edition?

    func run() throws {
      let line = FetchLine()
      let store = DataStore()
      let fetched = try store.fetch(name, anyOf: edition.map { [$0] } ?? Edition.full.preference, progress: line.show)
      line.end()
      if fetched.dataset != name { print("\(name): not to be had; \(fetched.dataset) serves in its place") }
      print("\(fetched.dataset): the \(fetched.edition) edition is \(fetched.wasPresent ? "here already" : "here now")")
    }
  }

  /// `quire data add NAME PATH`
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Registers a folder or archive that is on this machine already.",
      discussion: "A folder is read where it lies; an archive (zip or tar) is unpacked into the data folder.")

    @Argument(help: "The data set's name, see quire data list.")
    var name: String

    @Argument(help: "The folder or archive.", completion: .file())
    var path: String

    @Option(help: "The edition that it is: full or sample.")
    var edition: Edition = .full

    /// Unused files that are named; of more only the number is told.
    private static var namedOddities: Int { 10 }

    func run() throws {
      let line = FetchLine()
      let added = try DataStore().add(name, at: URL(filePath: path).absoluteURL, as: edition, progress: line.show)
      line.end()
      print("\(name): the \(edition) edition is in \(added.folder.path)")
      for line in added.survey.lines { print("  \(line)") }
      let oddities = added.survey.oddities
      for oddity in oddities.prefix(Self.namedOddities) { print("  not used: \(oddity)") }
      if oddities.count > Self.namedOddities { print("  not used: \(oddities.count - Self.namedOddities) more files") }
    }
  }

  /// `quire data remove NAME`
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Removes a data set from the data folder; a folder that was only registered stays as it is.")

    @Argument(help: "The data set's name, see quire data list.")
    var name: String

    @Option(help: "Only this edition: full or sample.")
    var edition: Edition?

    func run() throws {
      let store = DataStore()
      let dataset = try store.catalogue.dataset(name)
      let removed = try dataset.editions.map(\.kind).filter { edition == nil || $0 == edition }
        .filter { try store.remove(name, $0) }
      for kind in removed { print("\(name): the \(kind) edition is removed") }
      if removed.isEmpty { print("\(name): nothing of it is here") }
    }
  }

  /// `quire data verify`
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compares every stored file with its checksum.")

    func run() throws {
      let reports = DataStore().verify()
      guard !reports.isEmpty else { return print("no data set is here; quire data fetch NAME gets one") }
      for report in reports { print("\(report.path): \(report.problem ?? "ok")") }
      let broken = Set(reports.filter { $0.problem != nil }.map(\.dataset))
      for name in broken.sorted() { print("quire data fetch \(name) replaces the damaged files") }
      if !broken.isEmpty { throw CheckFailed() }
    }
  }
}

extension Edition: ExpressibleByArgument {}
