import Foundation
import PaintedPets
import Tensors
import Testing

/// Colours, sizes and places must not tell cats from dogs.
@Suite struct ColorShortcutTests {
  private static let count = 300
  private static let cats = pets(.cat)
  private static let dogs = pets(.dog)

  private static func pets(_ species: Species) -> [PaintedPet] {
    let painter = PetPainter(seed: 21)
    return (0..<count).map { painter.paint(species, index: $0, size: 32) }
  }

  /// A line between the classes, found on one half of the pictures, does no better than chance on the other.
  @Test(arguments: Summary.allCases)
  func aLinearClassifierFindsNoShortcut(summary: Summary) {
    let rows = zip(Self.cats, Self.dogs).flatMap { cat, dog in [(summary.values(cat), 0), (summary.values(dog), 1)] }
      .map { (values: $0.0, label: Float($0.1)) }
    let accuracy = LogisticRegression(Array(rows.prefix(Self.count))).accuracy(on: Array(rows.suffix(Self.count)))
    #expect(accuracy < 0.6, "\(summary): \(accuracy)")
  }

  /// The same classifier does find what is there: it tells light pictures from dark ones.
  @Test func theClassifierFindsAShortcutThatIsThere() {
    let rows = (Self.cats + Self.dogs).map { pet in
      (values: Summary.histograms.values(pet), label: pet.image.mean() > 110 ? Float(1) : 0)
    }
    let accuracy = LogisticRegression(Array(rows.prefix(Self.count))).accuracy(on: Array(rows.suffix(Self.count)))
    #expect(accuracy > 0.85)
  }

  @Test func petsOfBothKindsAreEquallyLarge() {
    func mean(_ pets: [PaintedPet]) -> Double {
      pets.reduce(0) { $0 + Double($1.trimap.elements.count { $0 == 1 }) } / Double(Self.count * 32 * 32)
    }
    #expect(abs(mean(Self.cats) - mean(Self.dogs)) < 0.03)
  }
}

/// What a picture is reduced to.
enum Summary: String, CaseIterable, CustomStringConvertible {
  case means, histograms, petColors, layout

  var description: String { rawValue }

  func values(_ pet: PaintedPet) -> [Float] {
    let pixels = Pixels(pet.image)
    switch self {
    case .means:
      return (0..<3).flatMap { channel in
        moments(stride(from: channel, to: pixels.values.count, by: 3).map { pixels.values[$0] })
      }
    case .histograms:
      return (0..<3).flatMap { channel in
        histogram(stride(from: channel, to: pixels.values.count, by: 3).map { pixels.values[$0] })
      }
    case .petColors:
      let places = pet.trimap.elements.indices.filter { pet.trimap.elements[$0] == 1 }
      return (0..<3).flatMap { channel in moments(places.map { pixels.values[$0 * 3 + channel] }) }
    case .layout:
      return [1, 2].map { label in Float(pet.trimap.elements.count { $0 == label }) / Float(pet.trimap.count) }
    }
  }

  private func moments(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0, +) / Float(max(values.count, 1))
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(max(values.count, 1))
    return [mean / 128 - 1, square.squareRoot() / 64 - 1]
  }

  private func histogram(_ values: [Float]) -> [Float] {
    var bins = [Float](repeating: 0, count: 8)
    for value in values { bins[min(Int(value / 32), 7)] += 8 / Float(values.count) }
    return bins
  }
}

/// Weights that tell two classes apart, by gradient descent.
struct LogisticRegression {
  private var weights: [Float]

  init(_ rows: [(values: [Float], label: Float)]) {
    weights = Array(repeating: 0, count: rows[0].values.count + 1)
    for _ in 0..<400 {
      var slope = [Float](repeating: 0, count: weights.count)
      for row in rows {
        let error = probability(row.values) - row.label
        for (index, value) in (row.values + [1]).enumerated() { slope[index] += error * value }
      }
      for index in weights.indices { weights[index] -= 0.5 * slope[index] / Float(rows.count) }
    }
  }

  func probability(_ values: [Float]) -> Float {
    let sum = zip(values + [1], weights).reduce(0) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-sum))
  }

  func accuracy(on rows: [(values: [Float], label: Float)]) -> Double {
    Double(rows.count { (probability($0.values) > 0.5) == ($0.label > 0.5) }) / Double(rows.count)
  }
}
