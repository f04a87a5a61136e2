import Foundation

/// Images that the program `quire-paint` paints on this machine, where no photographs are at hand.
public struct PetPainting: Sendable, CustomStringConvertible {
  /// What to paint: the name of the data set that the images stand in for.
  public var subject: String
  public var seed: Int
  /// The program; nil for the one beside the running program.
  public var program: String?

  public init(of subject: String, seed: Int, program: String? = nil) {
    self.subject = subject
    self.seed = seed
    self.program = program
  }

  /// The version of the painter whose pictures these are; another one paints other pictures from the same seed.
  public static let version = 2

  private static let painter = "the painter quire-paint"

  public var description: String { "\(Self.painter) (version \(Self.version), seed \(seed))" }

  /// Whether a tree came from the painter, of whatever version.
  static func isOrigin(_ origin: String) -> Bool { origin.hasPrefix(painter) }

  /// Paints into a folder.
  ///
  /// - Throws: `Unavailable` if there is no such program or it fails.
  func paint(into folder: URL, progress: (FetchEvent) -> Void) throws {
    let painter = ChildProgram(try path(), [subject, "--seed", "\(seed)", "--painter", "\(Self.version)", folder.path])
    var last: FetchEvent.Count?
    let result = try painter.run { output in
      let count = Self.count(in: output())
      if let count, count != last { progress(.painted(count)) }
      last = count ?? last
    }
    guard result.status == 0 else { throw Unavailable(result.lastLine) }
  }

  private func path() throws -> String {
    let beside = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("quire-paint").path
    let path = program ?? beside ?? "quire-paint"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Unavailable("the program quire-paint is not at \(path)")
    }
    return path
  }

  /// The last line of the form `painted 50 of 4000`.
  static func count(in output: String) -> FetchEvent.Count? {
    for line in output.split(separator: "\n").reversed() {
      let words = line.split(separator: " ")
      guard words.count == 4, words[0] == "painted", let done = Int(words[1]), let total = Int(words[3]) else {
        continue
      }
      return FetchEvent.Count(done: done, total: total)
    }
    return nil
  }
}
