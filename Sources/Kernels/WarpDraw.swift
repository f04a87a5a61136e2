/// What is drawn for each image that is moved.
package enum WarpDraw: Hashable, Sendable {
  /// Degrees, counter-clockwise.
  case rotation(degrees: ClosedRange<Float>)
  /// What part of height and width is shown; without a range for the width both are the same.
  case zoom(down: ClosedRange<Float>, across: ClosedRange<Float>?)
  /// Parts of height and width.
  case translation(down: ClosedRange<Float>, across: ClosedRange<Float>)

  /// The transform of an image.
  ///
  /// - Parameters:
  ///   - key: another one for each layer and step.
  ///   - image: the place in the batch.
  package func transform(key: UInt64, image: Int, height: Int, width: Int) -> ImageTransform {
    let draws = ImageDraws(key: key, image: image)
    switch self {
    case .rotation(let degrees):
      return .rotation(degrees: draws.uniform(0, in: degrees), height: height, width: width)
    case .zoom(let down, let across):
      let zoom = draws.uniform(0, in: down)
      return .zoom(down: zoom, across: across.map { draws.uniform(1, in: $0) } ?? zoom, height: height, width: width)
    case .translation(let down, let across):
      return .translation(
        down: draws.uniform(0, in: down) * Float(height), across: draws.uniform(1, in: across) * Float(width))
    }
  }
}

extension Mirroring {
  /// The axes that are turned round in half of the images: one coin decides for both, as in Keras.
  package func drawn(key: UInt64, image: Int) -> Mirroring {
    ImageDraws(key: key, image: image).coin(0) ? self : Self()
  }
}

extension ImageContrast {
  /// The factor of an image, equally likely anywhere in a range.
  package static func factor(in range: ClosedRange<Float>, key: UInt64, image: Int) -> Float {
    ImageDraws(key: key, image: image).uniform(0, in: range)
  }
}
