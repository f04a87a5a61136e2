/// How pixels of one size are made of pixels of another.
public enum Interpolation: String, CaseIterable, Sendable {
  /// The pixel whose place is nearest, as Keras' `load_img` takes it; for masks.
  case nearest
  /// The four pixels round the place, each by its nearness, as `image_dataset_from_directory` does it: without smoothing,
  /// where the image becomes smaller.
  case bilinear
  /// The mean of all that the new pixel covers; for thumbnails.
  case area
}
