/// How hard the pictures are: every number that was chosen so that networks find them about as hard as photographs.
struct Hardness {
  /// Standard deviation of the way the body points, in radians.
  var bodyYaw: Float = 0.7
  /// The furthest that a head looks away from the viewer.
  var headYaw: Float = 0.85
  var headPitch: Float = 0.1
  var headRoll: Float = 0.2
  /// How many pets watch the viewer.
  var watching: Float = 0.9
  /// Share of the picture that the pet covers.
  var share: ClosedRange<Float> = 0.3...0.54
  /// Sides of the picture that the head's radius is at least and at most.
  var leastHead: Float = 0.14
  var greatestHead: Float = 0.36
  /// How far inside the picture the middle of the head is at least, in head radii.
  var margin: Float = 1
  /// How often the picture shows little more than the head, or the front half.
  var portraits: Float = 0.54
  var busts: Float = 0.36
  /// How far the pet lies from the middle, in sides of the picture.
  var offset: Float = 0.075
  /// How often something stands before the pet.
  var occlusion: Float = 0.4
  /// Objects in the background, at most.
  var clutter = 9
  /// Radius of the picture's own blur in hundredths of its side.
  var blur: ClosedRange<Float> = 0...0.2
  /// Standard deviation of its noise, of 1.
  var noise: ClosedRange<Float> = 0.003...0.016
  /// How many pets half close their eyes, and how many sleep.
  var squinting: Float = 0.1
  var sleeping: Float = 0.02
  /// Standard deviations of exposure and contrast, and of the colours that the camera sees.
  var exposure: Float = 0.22
  var contrast: Float = 0.16
  var cast: Float = 0.07

  static let standard = Hardness()
}
