import Foundation

/// Makes the libraries of a chapter's blocks ahead of the kernel, on all cores but one.
final class LibraryQueue: Sendable {
  private let queue = OperationQueue()
  private let operations: [Operation]
  private let results: Locked<[Int: Result<String, any Error>]>

  init(_ compiler: ChapterCompiler, _ modules: [CheckedModule]) {
    let results = Locked<[Int: Result<String, any Error>]>([:])
    self.results = results
    operations = modules.indices.map { index in
      BlockOperation {
        let result = Result { try compiler.library(of: index, in: modules) }
        results.update { $0[index] = result }
      }
    }
    queue.maxConcurrentOperationCount = max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
    queue.addOperations(operations, waitUntilFinished: false)
  }

  /// Waits for a library.
  /// - Throws: what making it threw.
  func library(at index: Int) throws -> String {
    operations[index].waitUntilFinished()
    guard let result = results.value[index] else { throw BookError("the build was stopped") }
    return try result.get()
  }

  /// Starts no more compilers, and waits for those that run.
  func stop() {
    queue.cancelAllOperations()
    queue.waitUntilAllOperationsAreFinished()
  }
}

/// A value that one thread at a time may touch.
final class Locked<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var stored: Value

  init(_ value: Value) { stored = value }

  var value: Value { lock.withLock { stored } }

  func update(_ change: (inout Value) -> Void) { lock.withLock { change(&stored) } }
}
