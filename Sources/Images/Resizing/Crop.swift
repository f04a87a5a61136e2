/// A rectangle of an image.
struct Crop: Equatable {
  var top: Int
  var left: Int
  var size: ImageSize

  /// All of an image.
  init(all size: ImageSize) {
    (top, left) = (0, 0)
    self.size = size
  }

  /// The largest rectangle in the middle of an image that has the form of `target`, as Keras' `crop_to_aspect_ratio` cuts it:
  /// in floats, rounded down.
  init(of size: ImageSize, inFormOf target: ImageSize) {
    let height = Int(Float(size.width * target.height) / Float(target.width))
    let width = Int(Float(size.height * target.width) / Float(target.height))
    self.size = ImageSize(
      height: max(min(size.height, height), 1), width: max(min(size.width, width), 1))
    top = Int(Float(size.height - self.size.height) / 2)
    left = Int(Float(size.width - self.size.width) / 2)
  }
}
