import Messages

/// Why a block must run.
public enum RunReason: Equatable, Sendable, CustomStringConvertible {
  /// There is no stored result for it.
  case neverRun
  /// Its code changed.
  case text
  /// A block above it must run.
  case above(String)
  /// Blocks above it were removed or changed places.
  case order
  /// A parameter, a file or a data set that it read changed. `now` is nil if it is gone.
  case dependency(Dependency, now: String?)
  /// The runtime library, and with it the engine, changed.
  case runtime
  case compiler
  case seed(was: UInt64, now: UInt64)
  /// The stored result is of another kind of machine.
  case machine(was: String, now: String)
  /// The stored result is an error that the block's options do not expect.
  case unexpectedError
  /// The build was asked to run everything.
  case fresh

  public var description: String {
    switch self {
    case .neverRun: "it has no stored result"
    case .text: "its code changed"
    case .above(let label): "block `\(label)` above it must run"
    case .order: "a block above it was removed or moved"
    case .dependency(let dependency, let now): Self.describe(dependency, now)
    case .runtime: "the engine changed"
    case .compiler: "the compiler changed"
    case .seed(let was, let now): "the seed is \(now), and was \(was)"
    case .machine(let was, let now): "this machine is `\(now)`, and the result is from `\(was)`"
    case .unexpectedError: "its stored result is an error that its options do not expect"
    case .fresh: "the build is fresh"
    }
  }

  private static func describe(_ dependency: Dependency, _ now: String?) -> String {
    switch (dependency.kind, now) {
    case (.parameter, let now?):
      "parameter `\(dependency.name)` is `\(value(now))`, and was `\(value(dependency.fingerprint))`"
    case (.parameter, nil): "parameter `\(dependency.name)` is gone"
    case (.file, let now): "file `\(dependency.name)` \(now == nil ? "is gone" : "changed")"
    case (.data, let now): "data set `\(dependency.name)` \(now == nil ? "is gone" : "changed")"
    }
  }

  /// The value in the fingerprint of a parameter, `Int 3`.
  private static func value(_ fingerprint: String) -> String {
    let parts = fingerprint.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && Parameter.Kind(rawValue: String(parts[0])) != nil ? String(parts[1]) : fingerprint
  }
}
