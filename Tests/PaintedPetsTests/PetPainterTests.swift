import Foundation
import PaintedPets
import Tensors
import Testing

/// What one gets from a painter.
@Suite struct PetPainterTests {
  private let painter = PetPainter(seed: 5)

  @Test(arguments: Species.allCases, [32, 33, 64, 180])
  func picturesHaveTheSizeThatWasAsked(species: Species, size: Int) {
    let pet = painter.paint(species, index: 1, size: size)
    #expect(pet.species == species)
    #expect(pet.image.shape == [size, size, 3])
    #expect(pet.trimap.shape == [size, size, 1])
  }

  @Test func largePicturesArePaintedToo() {
    #expect(painter.paint(.dog, index: 0, size: 512).image.shape == [512, 512, 3])
  }

  @Test(arguments: Species.allCases)
  func theSameSeedGivesTheSamePixels(species: Species) {
    let other = PetPainter(seed: 5)
    for index in 0..<4 {
      #expect(painter.paint(species, index: index, size: 48) == other.paint(species, index: index, size: 48))
    }
  }

  @Test(arguments: [1, 2, 3])
  func threadsDoNotChangePictures(threads: Int) {
    let alone = (0..<8).map { painter.paint(.cat, index: $0, size: 40) }
    let pool = ThreadPool(threads: threads)
    let pictures = Pictures(count: 8)
    pool.parallel(8) { index in pictures.put(painter.paint(.cat, index: index, size: 40), at: index) }
    #expect(pictures.all == alone)
  }

  @Test func seedIndexAndSpeciesEachChangeThePicture() {
    let pet = painter.paint(.cat, index: 3, size: 40)
    #expect(pet.image != painter.paint(.cat, index: 4, size: 40).image)
    #expect(pet.image != painter.paint(.dog, index: 3, size: 40).image)
    #expect(pet.image != PetPainter(seed: 6).paint(.cat, index: 3, size: 40).image)
  }

  @Test func aPictureDoesNotDependOnWhatWasPaintedBefore() {
    let fresh = PetPainter(seed: 5).paint(.dog, index: 9, size: 40)
    _ = painter.paint(.cat, index: 0, size: 64)
    #expect(painter.paint(.dog, index: 9, size: 40) == fresh)
  }

  /// A picture twice as large, halved, is nearly the same: sizes change the resolution and nothing else.
  @Test(arguments: Species.allCases)
  func theSizeChangesOnlyTheResolution(species: Species) {
    for index in 0..<6 {
      let small = Pixels(painter.paint(species, index: index, size: 48).image)
      let large = Pixels(painter.paint(species, index: index, size: 96).image).halved()
      #expect(small.meanDifference(large) < 16)
    }
  }

  /// Of a hundred pictures none is dark, pale or flat, so that a network finds something in each.
  @Test func picturesAreNeitherDarkNorPaleNorFlat() {
    for index in 0..<100 {
      let image = painter.paint(index % 2 == 0 ? .cat : .dog, index: index, size: 48).image
      #expect((25...235).contains(image.mean()), "index \(index)")
      #expect(image.standardDeviation() > 12, "index \(index)")
    }
  }
}

/// Pictures that several threads hand in.
private final class Pictures: @unchecked Sendable {
  private var pets: [PaintedPet?]
  private let lock = NSLock()

  init(count: Int) { pets = Array(repeating: nil, count: count) }

  func put(_ pet: PaintedPet, at index: Int) { lock.withLock { pets[index] = pet } }

  var all: [PaintedPet] { pets.compactMap { $0 } }
}
