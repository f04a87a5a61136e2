import Foundation
import Tensors
import Testing

/// An array of a fixture file, as `Fixtures/make_fixtures.py` writes it.
struct Numbers: Decodable {
  let shape: [Int]
  let values: [Float]

  var tensor: Tensor<Float> { Tensor(shape, values) }
  var labels: Tensor<Int32> { Tensor(shape, values.map { Int32($0) }) }
}

enum Fixtures {
  /// Reads a file of the folder `Fixtures`.
  static func read<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }
}

/// Expects every element to differ by at most `tolerance` times the greatest element of `expected`.
func expectClose(
  _ found: Tensor<Float>, _ expected: Tensor<Float>, within tolerance: Double, _ what: String = "",
  location: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(what)", sourceLocation: location)
  guard found.shape == expected.shape else { return }
  let scale = expected.elements.map { Double(abs($0)) }.max() ?? 0
  let errors = zip(found.elements, expected.elements).map { Double(abs($0 - $1)) }
  let worst = errors.max() ?? 0
  #expect(worst <= tolerance * max(scale, 1e-6), "\(what): \(worst) of \(scale)", sourceLocation: location)
}

/// Tensors that look random and are the same in every run.
func wave(_ shape: [Int], scale: Float = 1, phase: Float = 0) -> Tensor<Float> {
  let values = (0..<shape.reduce(1, *)).map { index in
    let place = Double(index)
    return scale * Float(sin(place * (1.7 + place * 0.31) + Double(phase)))
  }
  return Tensor(shape, values)
}

/// A folder that is removed at the end.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString, directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path())
}
