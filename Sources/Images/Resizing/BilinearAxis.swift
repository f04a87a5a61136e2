/// Between which two pixels each new pixel lies along one axis, and how far from the first to the second.
///
/// place = (i + ½) · extent / count − ½, in single precision as TensorFlow computes it
/// (core/kernels/image/resize_bilinear_op.cc).
struct BilinearAxis {
  struct Tap: Equatable {
    /// Place of the first and the second pixel, in values.
    var first: Int32
    var second: Int32
    /// Share of the second, 0..<1.
    var share: Float
  }

  let taps: [Tap]

  /// Makes an axis of `count` places over `extent` pixels from pixel `offset` on, each `step` values long.
  init(over extent: Int, from offset: Int, to count: Int, step: Int) {
    let scale = Float(extent) / Float(count)
    taps = (0..<count).map { index in
      let place = (Float(index) + 0.5) * scale - 0.5
      let floor = place.rounded(.down)
      let first = max(Int(floor), 0)
      let second = min(Int(place.rounded(.up)), extent - 1)
      return Tap(
        first: Int32((offset + min(first, extent - 1)) * step), second: Int32((offset + max(second, 0)) * step),
        share: place - floor)
    }
  }
}
