import Tensors

/// Surrounds each image with rows and columns of zeros.
///
/// ## Shapes
/// [batch, height, width, channels] → [batch, top + height + bottom, left + width + right, channels]
package struct ZeroPadding: Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let padding: Padding

  package init(batch: Int, input: (height: Int, width: Int, channels: Int), padding: Padding) {
    require(min(batch, input.height, input.width, input.channels) > 0, "every extent of an image is positive")
    require(
      min(padding.top, padding.bottom, padding.left, padding.right) >= 0, "padding \(padding) is below 0")
    (self.batch, self.padding) = (batch, padding)
    (height, width, channels) = input
  }

  package var outputHeight: Int { height + padding.top + padding.bottom }
  package var outputWidth: Int { width + padding.left + padding.right }
  package var outputCount: Int { batch * outputHeight * outputWidth * channels }

  /// Copies the images between the zeros.
  package func forward(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    let (rowCount, left, length) = (outputWidth * channels, padding.left * channels, width * channels)
    let rows = Pieces(batch * outputHeight, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let target = output + row * rowCount
        let y = row % outputHeight - padding.top
        guard y >= 0, y < height else {
          target.update(repeating: 0, count: rowCount)
          continue
        }
        target.update(repeating: 0, count: left)
        (target + left).update(from: input + (row / outputHeight * height + y) * length, count: length)
        (target + left + length).update(repeating: 0, count: rowCount - left - length)
      }
    }
  }

  /// Copies the gradient without what belongs to the zeros; `inputGradient` is overwritten.
  package func gradient(outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    let length = width * channels
    let rows = Pieces(batch * height, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let source = row / height * outputHeight + padding.top + row % height
        let from = outputGradient + (source * outputWidth + padding.left) * channels
        (inputGradient + row * length).update(from: from, count: length)
      }
    }
  }
}
