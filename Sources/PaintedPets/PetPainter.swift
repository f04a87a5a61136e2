internal import Tensors

// PaintedPets: pictures of cats and dogs, with their trimaps, from nothing but a seed.
//
// 1. A `PetScene` is drawn at random: breed, pose, coat, light, framing, surroundings, and what stands before the pet.
// 2. `PetModel` builds the pet of a hundred ellipsoids, and turns it to the camera.
// 3. `Relief` finds for each pixel how near its surface is; `Shading` gives it fur, light and shadow.
// 4. `BackdropPainter`, `FurStrokes`, `FacePainter` and `OccluderPainter` paint the rest on a `Sheet`.
// 5. `Finish` makes a photograph of it, `Trimap` labels of the mask.

/// Paints cats and dogs that differ only by their shapes: ears, muzzle, eyes, whiskers, body and tail.
///
/// Colours, patterns, sizes, places, light and surroundings have the same chances for both. A picture depends on the seed, the
/// species, the index and the size alone, and not on what else is painted, or on how many threads.
///
///     let painter = PetPainter(seed: 7)
///     let pet = painter.paint(.cat, index: 0, size: 180)    // pet.image [180, 180, 3], pet.trimap [180, 180, 1]
public struct PetPainter: Sendable {
  /// Changes when the pictures of a seed do.
  public static let version = 2

  /// What the pictures are drawn from.
  public let seed: UInt64
  private let hardness: Hardness
  private let dye: Tint?
  private let noise = Noise()

  /// Makes the painter of one series of pictures.
  public init(seed: UInt64 = 0) { self.init(seed: seed, dye: nil) }

  /// Makes a painter whose pets all have fur of one colour, so that one sees which pixels are theirs.
  package init(seed: UInt64, dye: SIMD3<Float>?) { self.init(seed: seed, hardness: .standard, dye: dye) }

  init(seed: UInt64, hardness: Hardness, dye: Tint? = nil) {
    (self.seed, self.hardness, self.dye) = (seed, hardness, dye)
  }

  /// Paints one pet.
  ///
  /// - Parameters:
  ///   - index: 0 or more; each is another animal in another place.
  ///   - size: pixels each way, at least 16.
  public func paint(_ species: Species, index: Int, size: Int = 180) -> PaintedPet {
    precondition(index >= 0, "pets are counted from 0, not from \(index)")
    precondition((16...2048).contains(size), "a picture has 16 to 2048 pixels each way, not \(size)")
    var scene = PetScene(species, index: index, seed: seed, hardness: hardness)
    if let dye { scene.coat.dye(dye) }
    let (picture, mask) = Painting(scene, noise: noise, hardness: hardness, side: size).layers()
    return PaintedPet(
      species: species, image: Finish(scene: scene, noise: noise).image(picture), trimap: Trimap(mask).tensor)
  }
}
