// quire-paint: writes data sets of painted pets, for who has no photographs.
//
// Exit codes: 0 done; 2 wrong usage, or a folder that cannot be written.

import ArgumentParser
import Foundation
import PaintedPets

/// The command line.
@main
struct PaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quire-paint",
    abstract: "Paints data sets of cats and dogs from a seed.",
    discussion: """
      dogs-vs-cats: train, validation and test with folders cat and dog (1,000, 500 and 1,000 images of each).
      oxford-pets: images and annotations/trimaps with labels 1 pet, 2 background, 3 border (1,500 pairs).
      """)

  /// What can be painted.
  enum Collection: String, CaseIterable, ExpressibleByArgument {
    case dogsVersusCats = "dogs-vs-cats"
    case oxfordPets = "oxford-pets"
  }

  @Argument(help: "The data set: dogs-vs-cats or oxford-pets.")
  var collection: Collection

  @Argument(help: "The folder that is made; it must not be there, or be empty.")
  var folder: String

  @Option(help: "Training images of each class, or pairs of image and trimap.")
  var count: Int?

  @Option(help: "Pixels each way, from 32 to 1024.")
  var size: Int?

  @Option(help: "Another seed paints other pets.")
  var seed: UInt64 = 0

  @Option(help: "The version of the painter that is wanted; another one refuses. This one is \(PetPainter.version).")
  var painter: Int?

  func validate() throws {
    if let count, !(2...1_000_000).contains(count) {
      throw ValidationError("--count is \(count); it goes from 2 to 1,000,000")
    }
    if let size, !(32...1024).contains(size) { throw ValidationError("--size is \(size); it goes from 32 to 1024") }
  }

  private var series: PaintedSeries {
    switch collection {
    case .dogsVersusCats: .dogsVersusCats(count: count ?? 1000, size: size ?? 180)
    case .oxfordPets: .oxfordPets(count: count ?? 1500, size: size ?? 200)
    }
  }

  /// One line: `quire data fetch` shows the last one as the reason.
  private func checkVersion() throws(PaintError) {
    guard let painter, painter != PetPainter.version else { return }
    throw PaintError(
      "quire-paint", "this program is version \(PetPainter.version) of the painter, wanted is \(painter); build it anew"
    )
  }

  func run() throws {
    try checkVersion()
    let writer = SeriesWriter(series: series, painter: PetPainter(seed: seed), folder: URL(filePath: folder))
    try writer.write { done, all in print("painted \(done) of \(all)") }
  }

  /// Runs the command and ends with its exit code.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let isSuccess = exitCode(for: error).isSuccess
      let text = (error as? PaintError).map { "error: \($0)" } ?? fullMessage(for: error)
      (isSuccess ? FileHandle.standardOutput : FileHandle.standardError).write(Data((text + "\n").utf8))
      Foundation.exit(isSuccess ? 0 : 2)
    }
  }
}
