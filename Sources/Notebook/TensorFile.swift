internal import Foundation
internal import Tensors

/// Tensors as they lie in a memo: a line of JSON that tells types and shapes, and the elements.
struct TensorFile {
  private struct Header: Codable {
    let type: String
    let shape: [Int]
  }

  /// The file is not what `encoded` wrote, or holds other tensors than those asked for.
  struct Misfit: Error {}

  private static let newline = UInt8(ascii: "\n")

  private var headers: [Header] = []
  private var content: ArraySlice<UInt8> = []

  init() {}

  /// Whether all tensors were taken.
  var isAtEnd: Bool { headers.isEmpty && content.isEmpty }

  /// Opens a file to take its tensors one by one.
  /// - Throws: if it does not begin as such a file.
  init(_ bytes: [UInt8]) throws {
    guard let end = bytes.firstIndex(of: Self.newline) else { throw Misfit() }
    headers = try JSONDecoder().decode([Header].self, from: Data(bytes[..<end]))
    content = bytes[(end + 1)...]
  }

  mutating func append<Element>(_ tensor: Tensor<Element>) {
    headers.append(Header(type: Element.name, shape: tensor.shape))
    content += tensor.bytes
  }

  /// Takes the next tensor.
  /// - Throws: if there is none, or it has other elements.
  mutating func next<Element: Scalar>(as type: Element.Type) throws -> Tensor<Element> {
    guard let header = headers.first, header.type == Element.name else { throw Misfit() }
    let bytes = header.shape.reduce(MemoryLayout<Element>.stride, &*)
    guard bytes >= 0, bytes <= content.count, let tensor = Tensor<Element>(header.shape, bytes: content.prefix(bytes))
    else { throw Misfit() }
    headers.removeFirst()
    content = content.dropFirst(bytes)
    return tensor
  }

  /// - Throws: never, in fact: types and shapes are plain.
  func encoded() throws -> [UInt8] {
    [UInt8](try JSONEncoder().encode(headers)) + [Self.newline] + content
  }
}
