/// A pet in its pose as blobs, seen by a camera that stands before it: x right, y up, z to the viewer.
struct PetModel {
  let blobs: [Blob]
  let head: HeadModel
  /// How the head is turned, and where the middle of the skull is.
  let headTurn: Rotation
  let headPlace: Vector

  /// - Parameter elevation: how far above the pet's horizon the camera is, in radians.
  init(_ breed: Breed, _ pose: Pose, elevation: Float) {
    head = HeadModel(shape: breed.head, eyes: breed.eyes)
    let body = BodyModel(breed, pose)
    let camera = Rotation.pitch(elevation)
    let bodyTurn = camera * Rotation.yaw(pose.bodyYaw)
    headPlace = bodyTurn(body.headPlace)
    headTurn = camera * Rotation.yaw(pose.headYaw) * Rotation.pitch(pose.headPitch) * Rotation.roll(pose.headRoll)
    let ear = EarModel(shape: breed.ears, head: breed.head).blobs()
    let headBlobs = head.blobs() + ear + ear.map(\.mirrored)
    let (turn, place) = (headTurn, headPlace)
    blobs = body.blobs.map { $0.placed(bodyTurn, at: .zero) } + headBlobs.map { $0.placed(turn, at: place) }
  }

  func face(_ place: FacePlace) -> FacePlace { place.placed(headTurn, at: headPlace) }

  func seen(_ point: Vector) -> Vector { headTurn(point) + headPlace }
}
