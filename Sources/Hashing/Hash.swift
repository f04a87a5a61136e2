// Hashing: fingerprints of bytes, computed by OpenSSL's libcrypto.
//
// 1. `Hash(_:)` starts, `update(_:)` takes bytes piece by piece, `hexadecimal` says what they come to so far.
// 2. A hash is a value: a copy goes its own way.
internal import CCrypto

/// A hash of bytes that arrive piece by piece.
@safe package struct Hash {
  package enum Algorithm: Sendable {
    /// For checksums whose publishers give nothing better.
    case md5
    case sha256
  }

  private var context: Context

  package init(_ algorithm: Algorithm = .sha256) { context = Context(algorithm) }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if !isKnownUniquelyReferenced(&context) { context = context.copy() }
    unsafe context.update(bytes)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let known: Void? = bytes.withContiguousStorageIfAvailable { unsafe update(UnsafeRawBufferPointer($0)) }
    if known == nil { update(Array(bytes)) }
  }

  /// The hash of the bytes so far.
  package var digest: [UInt8] { context.copy().finish() }

  /// The hash of the bytes so far in lower-case hexadecimal digits.
  package var hexadecimal: String { digest.hexadecimal }
}

extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits for each byte.
  package var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// The bytes' SHA-256.
  package var sha256: [UInt8] {
    var hash = Hash()
    hash.update(self)
    return hash.digest
  }
}

/// The library's state of one hash, freed with its last owner.
@safe private final class Context {
  private let state: OpaquePointer

  convenience init(_ algorithm: Hash.Algorithm) {
    self.init()
    let function = unsafe algorithm == .md5 ? EVP_md5() : EVP_sha256()
    let isStarted = unsafe EVP_DigestInit_ex(state, function, nil)
    precondition(isStarted == 1, "libcrypto does not know \(algorithm)")
  }

  private init() {
    // Fails only where a few hundred bytes cannot be had.
    guard let state = unsafe EVP_MD_CTX_new() else { fatalError("no memory for a hash") }  // Swift ends so itself then.
    unsafe self.state = state
  }

  deinit { unsafe EVP_MD_CTX_free(state) }

  func copy() -> Context {
    let copy = Context()
    let isCopied = unsafe EVP_MD_CTX_copy_ex(copy.state, state)
    precondition(isCopied == 1, "libcrypto could not copy a hash")
    return copy
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    let isTaken = unsafe EVP_DigestUpdate(state, bytes.baseAddress, bytes.count)
    precondition(isTaken == 1, "libcrypto refused bytes")
  }

  /// Ends the hash, which takes no more bytes.
  func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    let isFinished = unsafe digest.withUnsafeMutableBufferPointer {
      unsafe EVP_DigestFinal_ex(state, $0.baseAddress, &count)
    }
    precondition(isFinished == 1, "libcrypto could not end a hash")
    return Array(digest.prefix(Int(count)))
  }
}
