public import Foundation

/// What a kernel process is told when it starts, as a JSON file: `quire-kernel RUNTIME-LIBRARY CONFIGURATION-FILE`.
public struct KernelConfiguration: Codable, Equatable, Sendable {
  /// The runtime library to load.
  public var runtimeLibrary: String
  /// The folder of the book: the working directory of its blocks.
  public var bookFolder: String
  /// Where rendered images go, named by the hash of their content.
  public var imagesFolder: String
  /// Where memoised results go.
  public var memoFolder: String
  /// Seed of every generator of the chapter.
  public var seed: UInt64
  /// Values of the chapter's parameters, as YAML scalars.
  public var parameters: [String: String]
  /// The data editions to use: data set name to edition (`full` or `sample`).
  public var editions: [String: String]
  /// Hash of the engine's code: part of the key of every memoised result.
  public var engineFingerprint: String
  /// What was memoised before this is computed again; nil if nothing is.
  public var recallsFrom: Date?
  /// Bytes that the kernel may allocate; nil for what the machine has.
  public var memoryLimit: UInt64?

  public init(
    runtimeLibrary: String, bookFolder: String, imagesFolder: String, memoFolder: String, seed: UInt64,
    parameters: [String: String], editions: [String: String], engineFingerprint: String, recallsFrom: Date? = nil,
    memoryLimit: UInt64? = nil
  ) {
    self.runtimeLibrary = runtimeLibrary
    self.bookFolder = bookFolder
    self.imagesFolder = imagesFolder
    self.memoFolder = memoFolder
    self.seed = seed
    self.parameters = parameters
    self.editions = editions
    self.engineFingerprint = engineFingerprint
    self.recallsFrom = recallsFrom
    self.memoryLimit = memoryLimit
  }
}

/// What the book asks of a kernel, one JSON object a line on the kernel's standard input.
public enum KernelRequest: Codable, Equatable, Sendable {
  /// Load a compiled block and run it. Its standard output and error go to `textFile`. Where an error is expected, the
  /// kernel goes on after it.
  case run(block: String, library: String, entryPoint: String, textFile: String, expectsError: Bool)
  case quit
}

/// What a kernel reports, one JSON object a line on file descriptor 3.
public enum KernelMessage: Codable, Equatable, Sendable {
  /// The runtime is loaded.
  case ready(KernelFacts)
  /// An output, and how many bytes of text the block had printed before it.
  case output(Output, textOffset: Int)
  case progress(TrainingProgress)
  /// The block read something that is part of its key.
  case read(Dependency)
  case ended(block: String, seconds: Double)
  /// The block threw or trapped, and the kernel lives. The addresses say where, innermost first.
  case failed(BlockFailure, at: [CodeAddress])
  /// The process ends inside a block. Written by the kernel's guard, in C, from a signal handler.
  case crashed(CrashReport)
}

/// An instruction in a compiled block.
public struct CodeAddress: Codable, Equatable, Sendable {
  /// Position of the block's library among those that this kernel loaded, from 0.
  public var library: Int
  /// Bytes from the place where the library is loaded.
  public var offset: Int

  public init(library: Int, offset: Int) {
    self.library = library
    self.offset = offset
  }
}

/// How a kernel process ends before its block does.
public struct CrashReport: Codable, Equatable, Sendable {
  /// The signal that ends the process; 0 where the block called `exit`.
  public var signal: Int32
  /// Whether an access just outside the stack caused it: an endless recursion.
  public var stackIsFull: Bool
  /// Where, innermost first.
  public var addresses: [CodeAddress]

  public init(signal: Int32, stackIsFull: Bool, addresses: [CodeAddress]) {
    self.signal = signal
    self.stackIsFull = stackIsFull
    self.addresses = addresses
  }
}

/// What of the machine and the libraries decides the results.
public struct KernelFacts: Codable, Equatable, Sendable {
  /// OpenBLAS' kernel type, such as `SkylakeX` or `Haswell`.
  public var blasKernel: String
  public var blasVersion: String
  public var threads: Int
  public var processor: String

  public init(blasKernel: String, blasVersion: String, threads: Int, processor: String) {
    self.blasKernel = blasKernel
    self.blasVersion = blasVersion
    self.threads = threads
    self.processor = processor
  }
}

/// Something outside its text that a block read, with the fingerprint it had then.
public struct Dependency: Codable, Equatable, Hashable, Sendable {
  public enum Kind: String, Codable, Sendable { case parameter, file, data }
  public var kind: Kind
  /// Name of the parameter, path of the file, or `name/edition` of the data set.
  public var name: String
  /// The parameter's value, the hash of the file's content, or the checksum of the data set's files.
  public var fingerprint: String
  /// For a data set: how many examples it holds.
  public var count: Int?

  public init(kind: Kind, name: String, fingerprint: String, count: Int? = nil) {
    self.kind = kind
    self.name = name
    self.fingerprint = fingerprint
    self.count = count
  }
}

/// Where a training run stands.
public struct TrainingProgress: Codable, Equatable, Sendable {
  public var model: String
  /// From 1 to `epochs`.
  public var epoch: Int
  public var epochs: Int
  /// From 1 to `steps` within the epoch; equal to `steps` in the message that ends an epoch.
  public var step: Int
  public var steps: Int
  /// Loss and metrics so far in this epoch; at its end those on validation data too.
  public var values: [Metric]
  public var endsEpoch: Bool
  /// Estimated seconds until the whole run ends.
  public var secondsLeft: Double

  public init(
    model: String, epoch: Int, epochs: Int, step: Int, steps: Int, values: [Metric], endsEpoch: Bool,
    secondsLeft: Double
  ) {
    self.model = model
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.values = values
    self.endsEpoch = endsEpoch
    self.secondsLeft = secondsLeft
  }
}

/// Why a block did not end.
public struct BlockFailure: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable { case thrown, trapped, timedOut, tooMuchOutput, outOfMemory, exited }
  public var block: String
  public var kind: Kind
  public var message: String
  /// File and line as the author wrote them, where known.
  public var file: String?
  public var line: Int?

  public init(block: String, kind: Kind, message: String, file: String? = nil, line: Int? = nil) {
    self.block = block
    self.kind = kind
    self.message = message
    self.file = file
    self.line = line
  }
}
