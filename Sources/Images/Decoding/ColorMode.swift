/// Which channels an image has; Keras calls it `color_mode`.
public enum ColorMode: String, CaseIterable, Sendable {
  case grayscale, rgb, rgba

  /// Number of channels.
  public var channels: Int {
    switch self {
    case .grayscale: 1
    case .rgb: 3
    case .rgba: 4
    }
  }
}
