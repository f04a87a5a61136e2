internal import Foundation

/// How a pet holds itself and where it looks. Angles in radians.
struct Pose {
  enum Posture: CaseIterable {
    case standing, sitting, lying
  }

  var posture: Posture
  /// Where the body points: 0 at the viewer, positive to the right of the picture.
  var bodyYaw: Float
  /// Where the head points, from the viewer on.
  var headYaw: Float
  /// Positive looks down.
  var headPitch: Float
  var headRoll: Float
  /// How high the head is carried: 0 low, 1 high.
  var headHeight: Float
  /// Phase of the walk, 0 for one that stands still.
  var stride: Float
  /// How far the eyes are open.
  var lids: Float

  init(_ dice: inout Dice, hardness: Hardness) {
    posture = dice.one(among: [(.standing, 0.32), (.sitting, 0.36), (.lying, 0.32)])
    bodyYaw = dice.near(0, hardness.bodyYaw)
    let turn = dice.near(0, 0.35)
    let watches = dice.chance(hardness.watching)
    headYaw = watches ? bodyYaw * 0.25 + turn : bodyYaw * 0.75 + turn
    headYaw = min(max(headYaw, bodyYaw - 1.3), bodyYaw + 1.3)
    headYaw = min(max(headYaw, -hardness.headYaw), hardness.headYaw)
    headPitch = dice.near(0.05, hardness.headPitch)
    headRoll = dice.near(0, hardness.headRoll)
    headHeight = dice(0...1)
    stride = dice.chance(0.5) ? dice(-1...1) : 0
    let openings: [(ClosedRange<Float>, Float)] = [
      (0.85...1, 1 - hardness.squinting - hardness.sleeping), (0.4...0.8, hardness.squinting),
      (0...0, hardness.sleeping),
    ]
    lids = dice(dice.one(among: openings))
  }
}
