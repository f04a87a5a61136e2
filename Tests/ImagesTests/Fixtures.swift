import Foundation
import Images
import Tensors
import Testing

/// An image of a fixture file: bytes in base 64.
struct Pixels: Decodable {
  let shape: [Int]
  let pixels: Data

  var image: Tensor<UInt8> { Tensor(shape, [UInt8](pixels)) }
}

enum Fixtures {
  static var folder: URL { URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures") }

  /// Reads a file of the folder `Fixtures`.
  static func read<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) -> Content? {
    guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
    return try? JSONDecoder().decode(type, from: data)
  }

  static func path(_ name: String) -> String { folder.appending(path: name).path() }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The names of the files in a folder, in order.
  static func names(in name: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())
    return (names ?? []).sorted()
  }
}

/// The greatest difference between two images of one shape.
func greatestDifference(_ found: Tensor<UInt8>, _ expected: Tensor<UInt8>) -> Int {
  zip(found.elements, expected.elements).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// An image with gradients and edges, the same in every run.
func pattern(height: Int, width: Int, channels: Int) -> Tensor<UInt8> {
  var values: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for channel in 0..<channels {
        let stripe = (x / 7 + y / 5 + channel) % 3 * 80
        values.append(UInt8((stripe + x * 2 + y * (channel + 1)) % 256))
      }
    }
  }
  return Tensor([height, width, channels], values)
}

/// A folder that is removed at the end.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "images-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Numbers that look random and are the same in every run.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
