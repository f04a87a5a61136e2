import Tensors

/// Takes the mean of each window of each channel. Padding does not count: the mean is that of the places inside the image.
///
/// ## Shapes
/// [batch, height, width, channels] → [batch, outputHeight, outputWidth, channels]
package struct AveragePooling: Sendable {
  package let geometry: PoolingGeometry

  package init(_ geometry: PoolingGeometry) { self.geometry = geometry }

  package var outputCount: Int { geometry.outputCount }

  /// Computes the means.
  package func forward(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    let g = geometry
    let rows = Pieces(g.batch * g.outputHeight, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let (n, i) = (row / g.outputHeight, row % g.outputHeight)
        let image = input + n * g.height * g.width * g.channels
        for j in 0..<g.outputWidth {
          average(image, PoolingWindow(g, i, j), output + (row * g.outputWidth + j) * g.channels)
        }
      }
    }
  }

  /// The means of one window, sixteen channels at a time.
  private func average(
    _ image: UnsafePointer<Float>, _ window: PoolingWindow, _ output: UnsafeMutablePointer<Float>
  ) {
    for c in stride(from: 0, to: geometry.channels, by: 16) {
      let length = min(geometry.channels - c, 16)
      var sum = SIMD16<Float>(repeating: 0)
      for u in window.rows {
        for v in window.columns { sum += image.vector(window.offset(u, v) + c, count: length) }
      }
      output.store(sum / Float(window.count), at: c, count: length)
    }
  }

  /// Gives every place of a window its share of the gradient by the mean; `inputGradient` is overwritten.
  package func gradient(outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    let g = geometry
    let rows = Pieces(g.batch * g.height, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let (n, y) = (row / g.height, row % g.height)
        let gradient = outputGradient + n * g.outputHeight * g.outputWidth * g.channels
        let target = inputGradient + row * g.width * g.channels
        target.update(repeating: 0, count: g.width * g.channels)
        for i in g.windowRows(over: y) {
          for j in 0..<g.outputWidth {
            spread(gradient + (i * g.outputWidth + j) * g.channels, PoolingWindow(g, i, j), target)
          }
        }
      }
    }
  }

  /// Adds a window's share to one row of the image.
  private func spread(
    _ gradient: UnsafePointer<Float>, _ window: PoolingWindow, _ row: UnsafeMutablePointer<Float>
  ) {
    for c in stride(from: 0, to: geometry.channels, by: 16) {
      let length = min(geometry.channels - c, 16)
      let share = gradient.vector(c, count: length) / Float(window.count)
      for x in window.imageColumns { row.add(share, at: x * geometry.channels + c, count: length) }
    }
  }
}
