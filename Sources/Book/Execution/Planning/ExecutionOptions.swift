public import Foundation
import Messages

/// What a build asks of the execution of its chapters.
public struct ExecutionOptions: Sendable {
  public var profile = Profile.sample
  /// Values that the command line gives to parameters.
  public var parameters: [String: String] = [:]
  /// When a fresh build began: results and memoised values that were stored before are left aside. New ones are written, and
  /// recalled by other chapters, as in a build where nothing was stored. Nil in a build that reuses what is stored.
  public var freshSince: Date?
  /// For each data set that a chapter may open, the edition it gets: `full` or `sample`.
  public var editions: [String: String] = [:]
  /// The fingerprint that a data set named `NAME/EDITION` has now; nil if it is not there.
  public var dataFingerprint: @Sendable (String) -> String? = { _ in nil }
  /// Seconds that a block may take where its options do not say; nil for no limit.
  public var timeout: Double?
  /// Bytes that a block may print before it is stopped.
  public var printedBytes = 10_000_000
  /// Bytes of memory that a chapter may allocate; nil for what the machine has.
  public var memoryLimit: UInt64?

  public init() {}
}
