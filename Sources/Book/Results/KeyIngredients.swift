/// What is known of a block before it runs and can change its outputs: hashes and names, one for each cause.
public struct KeyIngredients: Codable, Equatable, Sendable {
  /// Hash of the block's code without comments and white space.
  public var text: String
  /// Key of the block above; empty for the first.
  public var above: String
  /// Hash of the runtime library.
  public var runtime: String
  /// Hash of the compiler's version.
  public var compiler: String
  public var seed: UInt64
  /// What of the machine decides bits, such as `x86_64 Zen avx2`.
  public var machine: String

  public init(text: String, above: String, runtime: String, compiler: String, seed: UInt64, machine: String) {
    self.text = text
    self.above = above
    self.runtime = runtime
    self.compiler = compiler
    self.seed = seed
    self.machine = machine
  }

  /// The key: a hash of all of them.
  var key: String { Fingerprint.of(["key 1", text, above, runtime, compiler, String(seed), machine]) }
}
