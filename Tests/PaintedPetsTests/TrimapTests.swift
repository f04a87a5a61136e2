import PaintedPets
import Tensors
import Testing

/// Labels: 1 pet, 2 background, 3 the band between them.
@Suite struct TrimapTests {
  private let painter = PetPainter(seed: 8)

  @Test(arguments: Species.allCases)
  func labelsAreOneTwoAndThree(species: Species) {
    for index in 0..<20 {
      let labels = Set(painter.paint(species, index: index, size: 64).trimap.elements)
      #expect(labels.isSubset(of: [1, 2, 3]))
      #expect(labels.contains(1) && labels.contains(3), "index \(index)")
    }
  }

  @Test(arguments: Species.allCases)
  func petAndBackgroundNeverTouch(species: Species) {
    for index in 0..<20 {
      let map = Pixels(painter.paint(species, index: index, size: 64).trimap)
      for y in 0..<64 {
        for x in 0..<63 {
          #expect(abs(map[y, x, 0] - map[y, x + 1, 0]) != 1 || map[y, x, 0] + map[y, x + 1, 0] != 3)
          #expect(abs(map[x, y, 0] - map[x + 1, y, 0]) != 1 || map[x, y, 0] + map[x + 1, y, 0] != 3)
        }
      }
    }
  }

  /// Between 2 and 90 % of each picture is pet, a fifth to a half of all.
  @Test(arguments: Species.allCases)
  func thePetCoversAFairShareOfThePicture(species: Species) {
    let shares = (0..<150).map { share(of: 1, in: painter.paint(species, index: $0, size: 48).trimap) }
    #expect(shares.allSatisfy { (0.02...0.9).contains($0) })
    #expect((0.2...0.5).contains(shares.reduce(0, +) / 150))
  }

  /// Where the trimap says pet, two coats of the same scene differ; where it says background, they do not, but
  /// for single hairs.
  @Test(arguments: Species.allCases)
  func theTrimapFitsThePicture(species: Species) {
    for index in 0..<12 {
      let dark = PetPainter(seed: 3, dye: [0.05, 0.05, 0.05]).paint(species, index: index, size: 72)
      let bright = PetPainter(seed: 3, dye: [0.9, 0.3, 0.9]).paint(species, index: index, size: 72)
      #expect(dark.trimap == bright.trimap)
      let (a, b, labels) = (Pixels(dark.image), Pixels(bright.image), dark.trimap.elements)
      for label in [1, 2] as [UInt8] {
        let places = labels.indices.filter { labels[$0] == label }
        let changed = places.count { abs(a.values[$0 * 3] - b.values[$0 * 3]) > 30 }
        let share = Double(changed) / Double(max(places.count, 1))
        #expect(label == 1 ? share > 0.88 : share < 0.03, "index \(index), label \(label): \(share)")
      }
    }
  }

  private func share(of label: UInt8, in trimap: Tensor<UInt8>) -> Double {
    Double(trimap.elements.count { $0 == label }) / Double(trimap.count)
  }
}
