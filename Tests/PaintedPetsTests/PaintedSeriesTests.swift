import PaintedPets
import Testing

/// Which files a set has.
@Suite struct PaintedSeriesTests {
  @Test func catsAndDogsAreSplitByIndex() {
    let series = PaintedSeries.dogsVersusCats()
    #expect(series.size == 180)
    #expect(series.pictures.count == 5000)
    for (folder, count) in [("train", 1000), ("validation", 500), ("test", 1000)] {
      for species in Species.allCases {
        let prefix = "\(folder)/\(species)/\(species)."
        #expect(series.pictures.count { $0.imagePath.hasPrefix(prefix) && $0.imagePath.hasSuffix(".jpg") } == count)
      }
    }
    #expect(series.pictures.allSatisfy { $0.trimapPath == nil })
  }

  @Test(arguments: [2, 3, 10, 1000])
  func noPetIsInTwoSplits(count: Int) {
    let pictures = PaintedSeries.dogsVersusCats(count: count).pictures
    #expect(Set(pictures.map { "\($0.species) \($0.index)" }).count == pictures.count)
    #expect(Set(pictures.map(\.imagePath)).count == pictures.count)
    #expect(pictures.count == 2 * (2 * count + count / 2))
  }

  @Test func pairsHaveOxfordsNames() {
    let series = PaintedSeries.oxfordPets(count: 5)
    #expect(series.size == 200)
    #expect(
      series.pictures.map(\.imagePath) == [
        "images/Painted_cat_1.jpg", "images/painted_dog_1.jpg", "images/Painted_cat_2.jpg", "images/painted_dog_2.jpg",
        "images/Painted_cat_3.jpg",
      ])
    #expect(series.pictures[1].trimapPath == "annotations/trimaps/painted_dog_1.png")
    #expect(series.pictures.map(\.index) == [0, 0, 1, 1, 2])
  }
}
