import ArrayFiles
import Foundation

/// The files that NumPy wrote, and what they hold.
enum Fixtures {
  struct Numbers: Decodable {
    let type: String
    let shape: [Int]
    let values: [Value]
  }

  /// A number, a truth value, or the name of a number that JSON cannot say.
  enum Value: Decodable {
    case number(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .number(truth ? 1 : 0)
      } else if let text = try? container.decode(String.self) {
        self = .number(Double(text) ?? .nan)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }

    var asDouble: Double {
      switch self {
      case .number(let value): value
      }
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  static let numbers: [String: Numbers] = {
    let json = try? Data(contentsOf: URL(filePath: path("numbers.json")))
    return json.flatMap { try? JSONDecoder().decode([String: Numbers].self, from: $0) } ?? [:]
  }()
}

/// A folder for one test, removed at its end.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("quire-test-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ content: [UInt8], _ name: String) throws -> String {
    try Data(content).write(to: URL(filePath: path(name)))
    return path(name)
  }
}
