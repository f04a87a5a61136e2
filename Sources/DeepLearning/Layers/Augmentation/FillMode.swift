internal import Kernels

/// What stands outside an image that is moved.
public enum FillMode: String, Hashable, Sendable, CaseIterable {
  /// The image's mirror image: d c b a | a b c d | d c b a
  case reflect
  /// The fill value.
  case constant
  /// The pixel at the border: a a a a | a b c d | d d d d
  case nearest
  /// The image again: a b c d | a b c d | a b c d
  case wrap

  var kernel: Kernels.FillMode {
    switch self {
    case .reflect: .reflect
    case .constant: .constant
    case .nearest: .nearest
    case .wrap: .wrap
    }
  }
}

/// How a pixel gets its value where an image is moved by parts of pixels.
public enum ImageInterpolation: String, Hashable, Sendable, CaseIterable {
  /// From the nearest pixel.
  case nearest
  /// From the four pixels round it, weighted by distance.
  case bilinear

  var kernel: WarpInterpolation { self == .nearest ? .nearest : .bilinear }
}
