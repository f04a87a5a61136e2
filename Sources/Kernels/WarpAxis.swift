/// How a pixel of a moved image is made of pixels of the image.
package enum WarpInterpolation: Sendable, CaseIterable {
  /// The nearest one.
  case nearest
  /// The four round it, weighted by distance.
  case bilinear
}

/// One axis of an image that is moved.
struct WarpAxis {
  typealias V = SIMD16<Float>

  let extent: Int
  let filling: FillMode
  let interpolation: WarpInterpolation

  /// Whether all pixels round the coordinates between two ends lie inside the image.
  @inline(__always)
  func isInside(_ ends: (Float, Float)) -> Bool { min(ends.0, ends.1) >= 0 && max(ends.0, ends.1) < Float(extent - 1) }

  /// Two neighbouring pixels for each of 16 coordinates, their shares, and what share of all lies inside the image.
  struct Neighbours {
    let first: SIMD16<Int32>
    let second: SIMD16<Int32>
    let firstShare: V
    let secondShare: V
    let inside: V
  }

  /// - Parameter isMirrored: whether the image is mirrored before it is moved: its pixels are counted from the end.
  @inline(never)
  func neighbours(_ coordinates: V, isMirrored: Bool) -> Neighbours {
    let x = filling.mapped(coordinates, extent: extent)
    let first: V
    var (firstShare, secondShare) = (V(repeating: 1), V(repeating: 0))
    if interpolation == .bilinear {
      first = x.whole
      (firstShare, secondShare) = (first + 1 - x, x - first)
    } else {
      first = Self.nearest(x)
    }
    let second = first + 1
    var inside = V(repeating: 1)
    if filling == .constant {
      (firstShare, secondShare) = (within(firstShare, first), within(secondShare, second))
      // Shares of two pixels inside add up to 1 but for rounding.
      inside = (firstShare + secondShare).replacing(with: 1, where: (first .>= 0) .& (second .< Float(extent)))
    }
    return Neighbours(
      first: place(first, isMirrored), second: place(second, isMirrored), firstShare: firstShare,
      secondShare: secondShare, inside: inside)
  }

  /// The nearest integer; of two, the one further from zero.
  @inline(__always)
  private static func nearest(_ x: V) -> V {
    // Of a distance from zero the part behind the point is exact.
    let distance = x.replacing(with: -x, where: x .< 0)
    let floor = distance.whole
    let rounded = floor.replacing(with: floor + 1, where: distance - floor .>= 0.5)
    return rounded.replacing(with: -rounded, where: x .< 0)
  }

  /// Nothing of a pixel that lies outside.
  @inline(__always)
  private func within(_ share: V, _ place: V) -> V {
    share.replacing(with: 0, where: (place .< 0) .| (place .>= Float(extent)))
  }

  /// The pixel in memory; one outside, whose share is zero, is replaced by one that exists.
  @inline(__always)
  private func place(_ pixel: V, _ isMirrored: Bool) -> SIMD16<Int32> {
    let last = Float(extent - 1)
    let existing = pixel.limited(from: 0, to: last)
    return (isMirrored ? last - existing : existing).integers
  }
}
