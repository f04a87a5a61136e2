import ArgumentParser
import Book

/// The options of every command that runs chapters, or plans to.
struct ExecutionArguments: ParsableArguments {
  @Option(help: "How much data and time to take: sample or full. It chooses editions of data and values of parameters.")
  var profile = Profile.sample

  @Option(
    name: .customLong("param"), help: ArgumentHelp("Gives a chapter's parameter a value.", valueName: "NAME=VALUE"))
  var parameters: [ParameterValue] = []

  @Flag(help: "Run everything again, training included, whatever was stored before.")
  var fresh = false

  @Option(help: "Where the site goes; the book's own setting otherwise.", completion: .directory)
  var output: String?
}

/// `NAME=VALUE` on the command line.
struct ParameterValue: ExpressibleByArgument {
  var name: String
  var value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    (name, value) = (parts[0], parts[1])
  }
}

extension Profile: ExpressibleByArgument {}
