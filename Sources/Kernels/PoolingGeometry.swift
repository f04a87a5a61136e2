/// The extents of a two-dimensional pooling, checked once.
///
/// ## Shapes
/// [batch, height, width, channels] → [batch, ⌊(height+top+bottom−windowHeight)/strideHeight⌋+1, …, channels]
package struct PoolingGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let windowHeight: Int
  package let windowWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let padding: Padding
  package let outputHeight: Int
  package let outputWidth: Int

  package init(
    batch: Int, input: (height: Int, width: Int, channels: Int), window: (height: Int, width: Int),
    strides: (height: Int, width: Int), padding: Padding = .none
  ) {
    (self.batch, self.padding) = (batch, padding)
    (height, width, channels) = input
    (windowHeight, windowWidth) = window
    (strideHeight, strideWidth) = strides
    let room = (
      input.height + padding.top + padding.bottom - window.height,
      input.width + padding.left + padding.right - window.width
    )
    require(
      min(batch, input.channels, window.height, window.width, strides.height, strides.width) > 0,
      "every extent of a pooling is positive")
    require(
      min(room.0, room.1) >= 0,
      "a window of \(window.height) x \(window.width) is larger than the padded map of \(input.height) x \(input.width)"
    )
    require(
      max(padding.top, padding.bottom) < window.height && max(padding.left, padding.right) < window.width,
      "padding \(padding) leaves windows without a value")
    outputHeight = room.0 / strides.height + 1
    outputWidth = room.1 / strides.width + 1
  }

  package var inputCount: Int { batch * height * width * channels }
  package var outputCount: Int { batch * outputHeight * outputWidth * channels }

  /// The same pooling of another number of images, such as the last batch of an epoch.
  package func withBatch(_ batch: Int) -> PoolingGeometry {
    PoolingGeometry(
      batch: batch, input: (height, width, channels), window: (windowHeight, windowWidth),
      strides: (strideHeight, strideWidth), padding: padding)
  }
}
