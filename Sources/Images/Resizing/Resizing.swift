import Tensors

/// How images of one size become images of another: geometry that is checked once and then serves many images.
struct Resizing: Equatable {
  let source: ImageSize
  let channels: Int
  let target: ImageSize
  let interpolation: Interpolation
  /// The part of the source that is kept.
  let crop: Crop

  init(
    from source: ImageSize, channels: Int, to target: ImageSize, interpolation: Interpolation, cropToAspectRatio: Bool
  ) {
    precondition(min(source.height, source.width, channels) > 0, "an image of \(source) x \(channels) has no pixels")
    precondition(min(target.height, target.width) > 0, "an image cannot be resized to \(target)")
    self.source = source
    self.channels = channels
    self.target = target
    self.interpolation = interpolation
    crop = cropToAspectRatio ? Crop(of: source, inFormOf: target) : Crop(all: source)
  }

  var sourceCount: Int { source.height * source.width * channels }
  var targetCount: Int { target.height * target.width * channels }
}

extension Tensor where Element == UInt8 {
  /// Makes another size of an image.
  ///
  /// - `nearest` takes the pixel that Pillow takes.
  /// - `bilinear` gives what `tf.image.resize` gives: pixel centres lie at halves, places outside the image take the pixel
  ///   at its edge, and nothing is smoothed before.
  /// - `area` gives the exact mean of the covered rectangle, pixels at its edges counted by the covered part.
  ///
  /// ## Shapes
  /// [height, width, channels], 0…255 → [size.height, size.width, channels], 0…255 with fractions
  ///
  /// - Parameter cropToAspectRatio: whether the sides that are too long are cut first, rather than the image distorted.
  public func resized(
    to size: ImageSize, interpolation: Interpolation = .bilinear, cropToAspectRatio: Bool = false
  ) -> Tensor<Float> {
    precondition(rank == 3, "an image is [height, width, channels], not \(shape)")
    let resizing = Resizing(
      from: ImageSize(height: shape[0], width: shape[1]), channels: shape[2], to: size, interpolation: interpolation,
      cropToAspectRatio: cropToAspectRatio)
    return resizing.image(of: self)
  }

  /// Makes another size of an image, as `resized` does, in whole numbers: rounded to the nearest.
  public func resizedPixels(
    to size: ImageSize, interpolation: Interpolation = .bilinear, cropToAspectRatio: Bool = false
  ) -> Tensor<UInt8> {
    Tensor(resized(to: size, interpolation: interpolation, cropToAspectRatio: cropToAspectRatio))
  }
}
