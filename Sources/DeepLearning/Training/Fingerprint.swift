internal import Crypto
internal import Tensors

/// Collects what decides a training run, part by part, and names it by the SHA-256 of its content.
struct Fingerprint {
  /// The names of the parts in the order in which they first came.
  private var names: [String] = []
  private var hashes: [String: SHA256] = [:]

  /// Adds a named text. Lengths are part of it, so that no two lists of texts give the same bytes.
  mutating func add(_ name: String, _ text: String) {
    if hashes[name] == nil { names.append(name) }
    hashes[name, default: SHA256()].update(data: Array("\(text.utf8.count):\(text);".utf8))
  }

  /// Adds a named tensor: its type, shape and elements.
  mutating func add<Element>(_ name: String, _ tensor: Tensor<Element>) {
    add(name, "\(Element.name) \(tensor.shape)")
    unsafe tensor.withUnsafeBuffer {
      unsafe hashes[name, default: SHA256()].update(bufferPointer: UnsafeRawBufferPointer($0))
    }
  }

  mutating func add(_ name: String, _ examples: Examples) {
    switch examples {
    case .floats(let tensor): add(name, tensor)
    case .bytes(let tensor): add(name, tensor)
    case .labels(let tensor): add(name, tensor)
    }
  }

  /// Each part's name and the hash of what was added under it, as hexadecimal digits.
  var parts: [(name: String, hash: String)] {
    names.map { ($0, (hashes[$0] ?? SHA256()).finalize().hexadecimal) }
  }

  /// The hash of all parts as 64 hexadecimal digits.
  func hexadecimal() -> String {
    var hash = SHA256()
    for part in parts { hash.update(data: Array("\(part.name.utf8.count):\(part.name)=\(part.hash);".utf8)) }
    return hash.finalize().hexadecimal
  }
}

extension SHA256Digest {
  fileprivate var hexadecimal: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
