/// A data set to paint: which pets, and under which names their files lie.
public struct PaintedSeries: Equatable, Sendable {
  /// One picture of the set.
  public struct Picture: Equatable, Sendable {
    public let species: Species
    /// What `PetPainter.paint(_:index:size:)` gets.
    public let index: Int
    /// Where the image lies in the set's folder.
    public let imagePath: String
    /// Where its trimap lies; nil if the set has none.
    public let trimapPath: String?
  }

  public let pictures: [Picture]
  /// Pixels of each picture, each way.
  public let size: Int

  /// Pictures in folders of two classes, split by index as Chollet splits Kaggle's cats and dogs.
  ///
  /// `train/cat/cat.0.jpg`…: of each class `count` to train, then half as many to validate, then `count` to test.
  /// - Parameters:
  ///   - count: images of a class in `train`; at least 2.
  ///   - size: pixels each way.
  public static func dogsVersusCats(count: Int = 1000, size: Int = 180) -> PaintedSeries {
    precondition(count >= 2, "a split needs at least 2 images of a class, not \(count)")
    let half = count / 2
    let splits = [
      ("train", 0..<count), ("validation", count..<count + half), ("test", count + half..<2 * count + half),
    ]
    let pictures = splits.flatMap { folder, range in
      range.flatMap { index in
        Species.allCases.map { species in
          Picture(
            species: species, index: index, imagePath: "\(folder)/\(species)/\(species).\(index).jpg", trimapPath: nil)
        }
      }
    }
    return PaintedSeries(pictures: pictures, size: size)
  }

  /// Pairs of pictures and trimaps, laid out as the Oxford-IIIT Pets are: `images/Painted_cat_1.jpg` with
  /// `annotations/trimaps/Painted_cat_1.png`. As there, names of cats have a capital and numbers begin at 1.
  ///
  /// - Parameters:
  ///   - count: pairs, cats and dogs in turn; at least 1.
  ///   - size: pixels each way.
  public static func oxfordPets(count: Int = 1500, size: Int = 200) -> PaintedSeries {
    precondition(count >= 1, "a set has at least 1 pair, not \(count)")
    let pictures = (0..<count).map { number in
      let species: Species = number % 2 == 0 ? .cat : .dog
      let name = (species == .cat ? "Painted_cat_" : "painted_dog_") + "\(number / 2 + 1)"
      return Picture(
        species: species, index: number / 2, imagePath: "images/\(name).jpg",
        trimapPath: "annotations/trimaps/\(name).png")
    }
    return PaintedSeries(pictures: pictures, size: size)
  }
}
