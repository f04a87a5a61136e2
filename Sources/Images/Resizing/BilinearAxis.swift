import Kernels

/// Between which two pixels each new pixel lies along one axis, and how far from the first to the second.
///
/// place = (i + ½) · extent / count − ½, in single precision as TensorFlow computes it
/// (core/kernels/image/resize_bilinear_op.cc).
struct BilinearAxis {
  let taps: [RowBlending.Tap]

  /// Makes an axis of `count` places over `extent` pixels from pixel `offset` on, each `step` values long.
  init(over extent: Int, from offset: Int, to count: Int, step: Int) {
    let scale = Float(extent) / Float(count)
    taps = (0..<count).map { index in
      let place = (Float(index) + 0.5) * scale - 0.5
      let floor = place.rounded(.down)
      let first = min(max(Int(floor), 0), extent - 1)
      let second = max(min(Int(place.rounded(.up)), extent - 1), 0)
      return RowBlending.Tap(first: (offset + first) * step, second: (offset + second) * step, share: place - floor)
    }
  }
}

extension RowBlending {
  /// Prepares the columns of a resizing.
  init(_ resizing: Resizing) {
    let columns = BilinearAxis(
      over: resizing.crop.size.width, from: resizing.crop.left, to: resizing.target.width, step: resizing.channels)
    self.init(taps: columns.taps, channels: resizing.channels, rowCount: resizing.source.width * resizing.channels)
  }
}
