import ArgumentParser
import Book
import Datasets
import Foundation

/// How a command ends: what is printed, and the exit code.
enum Outcome {
  /// A block, a claim or a check failed. What went wrong is printed already.
  case failed
  /// Wrong usage or input, with a message for people.
  case wrongInput(String)
  /// What ArgumentParser prints and decides: help, version, usage.
  case parser(any Error)

  init(of error: any Error) {
    switch error {
    case is CheckFailed: self = .failed
    case let errors as BookErrors: self = .wrongInput(errors.description)
    case let error as BookError: self = .wrongInput(error.description)
    case let error as DatasetError: self = .wrongInput("error: \(error)")
    case is CleanExit, is ValidationError: self = .parser(error)
    default: self = QuireCommand.exitCode(for: error) == .failure ? .wrongInput("error: \(error)") : .parser(error)
    }
  }

  /// Prints what there is to print and ends the process.
  func exit() -> Never {
    switch self {
    case .failed:
      Foundation.exit(1)
    case .wrongInput(let message):
      FileHandle.standardError.write(Data((message + "\n").utf8))
      Foundation.exit(2)
    case .parser(let error):
      let isSuccess = QuireCommand.exitCode(for: error).isSuccess
      let text = QuireCommand.fullMessage(for: error)
      (isSuccess ? FileHandle.standardOutput : FileHandle.standardError).write(Data((text + "\n").utf8))
      Foundation.exit(isSuccess ? 0 : 2)
    }
  }
}

/// A block, a claim or a check failed, and the command has said so.
struct CheckFailed: Error {}
