/// Which values of an image are the first and the last colour of its colormap.
public enum ValueRange: Hashable, Sendable {
  /// `.full` for bytes; for real numbers `.shared`, but 0…1 or 0…255 for colour images in that range.
  case automatic
  /// 0 to 255.
  case full
  /// From the least to the greatest value of each image on its own: images cannot be compared.
  case perImage
  /// From the least to the greatest value of all images.
  case shared
  /// From two standard deviations below the mean of each image to two above: a few extreme values do not make the rest
  /// grey. Images cannot be compared.
  case standardized
  case fixed(ClosedRange<Double>)
}
