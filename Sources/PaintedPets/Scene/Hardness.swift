/// How hard the pictures are: every number that was chosen so that networks find them about as hard as photographs.
struct Hardness {
  /// Standard deviation of the way the body points, in radians.
  var bodyYaw: Float = 0.7
  /// The furthest that a head looks away from the viewer.
  var headYaw: Float = 0.75
  var headPitch: Float = 0.1
  var headRoll: Float = 0.08
  /// How many pets watch the viewer.
  var watching: Float = 0.9
  /// Share of the picture that the pet would cover if it were whole.
  var share: ClosedRange<Float> = 0.24...0.48
  /// Sides of the picture that the head's radius is at least and at most.
  var leastHead: Float = 0.1
  var greatestHead: Float = 0.34
  /// How far inside the picture the middle of the head is at least, in head radii.
  var margin: Float = 1
  /// How often the picture shows little more than the head, or the front half.
  var portraits: Float = 0.42
  var busts: Float = 0.35
  /// How far the pet lies from the middle, in sides of the picture.
  var offset: Float = 0.045
  /// How often something stands before the pet.
  var occlusion: Float = 0.25
  /// Objects in the background, at most.
  var clutter = 7
  /// Radius of the picture's own blur in hundredths of its side.
  var blur: ClosedRange<Float> = 0...0.2
  /// Standard deviation of its noise, of 1.
  var noise: ClosedRange<Float> = 0.003...0.016

  static let standard = Hardness()
}
