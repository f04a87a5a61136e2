/// All that a picture shows, as a value, before anything is painted: one stream of random numbers for each aspect.
struct PetScene {
  var species: Species
  var breed: Breed
  var pose: Pose
  var coat: Coat
  var light: Light
  var framing: Framing
  var backdrop: Backdrop
  var occluders: [Occluder]
  /// What hairs, leaves and grains are drawn from.
  var details: Dice

  init(_ species: Species, index: Int, seed: UInt64, hardness: Hardness = .standard) {
    func dice(_ aspect: String) -> Dice { Dice(seed: seed, aspect: aspect, of: species, index: index) }
    var (shape, hold, fur, sun) = (dice("breed"), dice("pose"), dice("coat"), dice("light"))
    var (camera, place, front) = (dice("framing"), dice("backdrop"), dice("occluders"))
    self.species = species
    breed = species == .cat ? .cat(&shape) : .dog(&shape)
    pose = Pose(&hold, hardness: hardness)
    coat = Coat(&fur)
    light = Light(&sun, hardness: hardness)
    framing = Framing(&camera, hardness: hardness)
    backdrop = Backdrop(&place, hardness: hardness)
    let count = front.chance(hardness.occlusion) ? 1 + front.number(below: 2) : 0
    occluders = (0..<count).map { _ in Occluder(&front) }
    details = dice("details")
  }
}
