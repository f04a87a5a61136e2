internal import Hashing
internal import Tensors

/// Collects what decides a training run, part by part, and names it by the SHA-256 of its content.
struct Fingerprint {
  /// The names of the parts in the order in which they first came.
  private var names: [String] = []
  private var hashes: [String: Hash] = [:]

  /// Adds a named text. Lengths are part of it, so that no two lists of texts give the same bytes.
  mutating func add(_ name: String, _ text: String) {
    if hashes[name] == nil { names.append(name) }
    hashes[name, default: Hash()].update("\(text.utf8.count):\(text);".utf8)
  }

  /// Adds a named tensor: its type, shape and elements.
  mutating func add<Element>(_ name: String, _ tensor: Tensor<Element>) {
    add(name, "\(Element.name) \(tensor.shape)")
    unsafe tensor.withUnsafeBuffer { unsafe hashes[name, default: Hash()].update(UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ name: String, _ examples: Examples) {
    switch examples {
    case .floats(let tensor): add(name, tensor)
    case .bytes(let tensor): add(name, tensor)
    case .labels(let tensor): add(name, tensor)
    }
  }

  /// Each part's name and the hash of what was added under it, as hexadecimal digits.
  var parts: [(name: String, hash: String)] { names.map { ($0, (hashes[$0] ?? Hash()).hexadecimal) } }

  /// The hash of all parts as 64 hexadecimal digits.
  func hexadecimal() -> String {
    var hash = Hash()
    for part in parts { hash.update("\(part.name.utf8.count):\(part.name)=\(part.hash);".utf8) }
    return hash.hexadecimal
  }
}
