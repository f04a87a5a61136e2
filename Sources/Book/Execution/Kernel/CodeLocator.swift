import Foundation
import Messages

/// Finds the lines that addresses in compiled blocks stand for.
struct CodeLocator {
  var toolchain: Toolchain
  /// The libraries that the kernel loaded, in order.
  var libraries: [String]

  /// A place in a block, and what the compiler says happens there.
  struct Place: Equatable {
    /// The label of the block.
    var block: String?
    /// Line within the block, from 1.
    var line: Int?
    /// Why the instruction traps, such as `Index out of range`, where the compiler noted it.
    var reason: String?
  }

  private struct Answer: Decodable {
    struct Frame: Decodable {
      var fileName: String
      var functionName: String
      var line: Int
      enum CodingKeys: String, CodingKey { case fileName = "FileName", functionName = "FunctionName", line = "Line" }
    }
    var symbol: [Frame]
    enum CodingKeys: String, CodingKey { case symbol = "Symbol" }
  }

  /// The innermost place in a block that has a line.
  /// - Parameter labels: the labels of blocks, which are their files' names.
  func place(of addresses: [CodeAddress], labels: Set<String>) -> Place {
    var place = Place()
    for address in addresses {
      for frame in frames(at: address) {
        place.reason = place.reason ?? Self.reason(in: frame)
        let file = String(frame.fileName.split(separator: "/").last ?? "")
        guard frame.line > 0, labels.contains(file) else { continue }
        place.block = file
        place.line = frame.line
        return place
      }
    }
    return place
  }

  /// The functions at an address, those inlined into others first.
  private func frames(at address: CodeAddress) -> [Answer.Frame] {
    guard libraries.indices.contains(address.library) else { return [] }
    let arguments = [
      "--output-style=JSON", "--obj=" + libraries[address.library], "0x" + String(address.offset, radix: 16),
    ]
    guard let result = try? Tool(program: toolchain.program("llvm-symbolizer"), arguments: arguments).run(),
      let answers = try? JSONDecoder().decode([Answer].self, from: Data(result.output.utf8))
    else { return [] }
    return answers.flatMap(\.symbol)
  }

  private static func reason(in frame: Answer.Frame) -> String? {
    let prefix = "Swift runtime failure: "
    guard frame.functionName.hasPrefix(prefix) else { return nil }
    return String(frame.functionName.dropFirst(prefix.count))
  }
}
