// quire: the command line. One file a command; each parses its arguments and calls `Book`.
//
// Exit codes: 0 done; 1 a block, a claim or a check failed; 2 wrong usage or input.

import ArgumentParser
import Book

/// The root of the command line.
@main
struct QuireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quire",
    abstract: "Builds books of Markdown chapters whose Swift blocks are type-checked, run and woven into HTML.",
    version: Version.current,
    subcommands: [
      BuildCommand.self, RunCommand.self, CheckCommand.self, WhyCommand.self, DataCommand.self, DoctorCommand.self,
      NewCommand.self, CleanCommand.self,
    ])

  /// Runs the command that the arguments name and ends with its exit code.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Outcome(of: error).exit()
    }
  }
}

/// The version of Quire, as `quire --version` prints it and as keys and provenance hold it.
enum Version {
  static let current = "0.1.0"
}
