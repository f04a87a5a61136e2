internal import Crypto
internal import Tensors

/// Collects what decides a training run and names it by the SHA-256 of its content.
struct Fingerprint {
  private var hash = SHA256()

  /// Adds a named text. Lengths are part of it, so that no two lists of texts give the same bytes.
  mutating func add(_ name: String, _ text: String) {
    hash.update(data: Array("\(name.utf8.count):\(name)=\(text.utf8.count):\(text);".utf8))
  }

  /// Adds a named tensor: its type, shape and elements.
  mutating func add<Element>(_ name: String, _ tensor: Tensor<Element>) {
    add(name, "\(Element.name) \(tensor.shape)")
    unsafe tensor.withUnsafeBuffer { unsafe hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ name: String, _ examples: Examples) {
    switch examples {
    case .floats(let tensor): add(name, tensor)
    case .bytes(let tensor): add(name, tensor)
    case .labels(let tensor): add(name, tensor)
    }
  }

  /// The hash as 64 hexadecimal digits.
  func hexadecimal() -> String {
    hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
