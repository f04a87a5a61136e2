import Tensors

/// Which axes of an image are turned round.
package struct Mirroring: Equatable, Sendable {
  package var flipsRows = false
  package var flipsColumns = false

  package init(flipsRows: Bool = false, flipsColumns: Bool = false) {
    (self.flipsRows, self.flipsColumns) = (flipsRows, flipsColumns)
  }
}

/// Mirrors the images of a batch. The adjoint is the same operation.
///
/// ## Shapes
/// [batch, height, width, channels] → the same
package struct ImageMirror: Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int

  package init(batch: Int, image: (height: Int, width: Int, channels: Int)) {
    require(min(batch, image.height, image.width, image.channels) > 0, "every extent of an image is positive")
    self.batch = batch
    (height, width, channels) = image
  }

  private var rowCount: Int { width * channels }
  package var count: Int { batch * height * rowCount }

  /// - Parameter mirroring: of the image at a place in the batch.
  package func apply(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, mirroring: (_ image: Int) -> Mirroring
  ) {
    let bands = Pieces(batch * height, most: 64)
    ThreadPool.shared.parallel(bands.count) { piece in
      for row in bands.range(piece) {
        let (image, y) = (row / height, row % height)
        let flips = mirroring(image)
        let from = input + (image * height + (flips.flipsRows ? height - 1 - y : y)) * rowCount
        let target = output + row * rowCount
        if flips.flipsColumns { reverse(from, into: target) } else { target.update(from: from, count: rowCount) }
      }
    }
  }

  private func reverse(_ row: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    for x in 0..<width {
      let pixel = row + (width - 1 - x) * channels
      for c in 0..<channels { target[x * channels + c] = pixel[c] }
    }
  }
}
