import Tensors

/// Takes the maximum of each window of each channel.
///
/// Padding never wins. A window with a NaN gives NaN. Of equal values the first in row-major order wins.
/// ## Shapes
/// [batch, height, width, channels] → [batch, outputHeight, outputWidth, channels]
package struct MaxPooling: Sendable {
  package let geometry: PoolingGeometry

  package init(_ geometry: PoolingGeometry) {
    require(
      geometry.windowHeight * geometry.windowWidth <= 256,
      "a window of \(geometry.windowHeight) x \(geometry.windowWidth) has more places than a byte can name")
    self.geometry = geometry
  }

  package var outputCount: Int { geometry.outputCount }

  /// Bytes in which the forward pass keeps each maximum's place in its window, row-major.
  package var winnersCount: Int { geometry.outputCount }

  /// Computes the maxima.
  ///
  /// - Parameter winners: `winnersCount` bytes for the gradient, or nil for inference.
  package func forward(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<UInt8>?
  ) {
    let g = geometry
    let rows = Pieces(g.batch * g.outputHeight, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let (n, i) = (row / g.outputHeight, row % g.outputHeight)
        let image = input + n * g.height * g.width * g.channels
        let at = row * g.outputWidth * g.channels
        pool(row: i, of: image, into: output + at, winners: winners.map { $0 + at })
      }
    }
  }

  /// One row of the maxima, and their places if they are wanted.
  ///
  /// - Parameter image: where the image's first row lies, or would lie if only the rows that the windows cover are in memory.
  func pool(
    row i: Int, of image: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    winners: UnsafeMutablePointer<UInt8>?
  ) {
    guard let winners else { return pool(row: i, of: image, into: output) }
    for j in 0..<geometry.outputWidth {
      let place = j * geometry.channels
      pool(image, PoolingWindow(geometry, i, j), output + place, winners + place)
    }
  }

  /// One row of the maxima, sixteen channels at a time.
  private func pool(row i: Int, of image: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    let channels = geometry.channels
    for j in 0..<geometry.outputWidth {
      let window = PoolingWindow(geometry, i, j)
      let corner = image + window.offset(window.rows.lowerBound, window.columns.lowerBound)
      let target = output + j * channels
      for block in stride(from: 0, to: channels, by: 16) {
        if channels >= 16 {
          let c = min(block, channels - 16)
          target.store(greatest(of: corner + c, window, channels: 16), at: c)
        } else {
          target.store(greatest(of: corner, window, channels: channels), at: 0, count: channels)
        }
      }
    }
  }

  /// The maxima of a window for up to sixteen channels, from where its first place inside the image lies.
  @inline(__always)
  private func greatest(of x: UnsafePointer<Float>, _ window: PoolingWindow, channels: Int) -> SIMD16<Float> {
    var best = x.vector(0, count: channels)
    for u in 0..<window.rows.count {
      for v in 0..<window.columns.count {
        let at = (u * geometry.width + v) * geometry.channels
        best = Candidate.greater(best, x.vector(at, count: channels))
      }
    }
    return best
  }

  /// The maxima of one window and their places, sixteen channels at a time.
  private func pool(
    _ image: UnsafePointer<Float>, _ window: PoolingWindow, _ output: UnsafeMutablePointer<Float>,
    _ winners: UnsafeMutablePointer<UInt8>
  ) {
    for c in stride(from: 0, to: geometry.channels, by: 16) {
      let count = min(geometry.channels - c, 16)
      var best = Candidate(value: SIMD16(repeating: 0), place: SIMD16(repeating: -1))
      for u in window.rows {
        for v in window.columns {
          let value = image.vector(window.offset(u, v) + c, count: count)
          let place = SIMD16<Float>(repeating: Float(u * geometry.windowWidth + v))
          if u == window.rows.lowerBound && v == window.columns.lowerBound {
            best = Candidate(value: value, place: place)
          } else {
            best.compete(value, place: place)
          }
        }
      }
      output.store(best.value, at: c, count: count)
      best.storePlaces(at: winners + c, count: count)
    }
  }

  /// Gives each output's gradient to the input that won its window; `inputGradient` is overwritten.
  package func gradient(
    winners: UnsafePointer<UInt8>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let rows = Pieces(g.batch * g.height, most: 64)
    ThreadPool.shared.parallel(rows.count) { piece in
      for row in rows.range(piece) {
        let image = row / g.height * g.outputHeight * g.outputWidth * g.channels
        gradient(
          row: row % g.height, winners: winners + image, outputGradient: outputGradient + image,
          into: inputGradient + row * g.width * g.channels)
      }
    }
  }

  /// The gradient by one row of an image, on the calling thread.
  ///
  /// - Parameters:
  ///   - winners, outputGradient: of the image.
  ///   - target: the row, which is overwritten.
  func gradient(
    row y: Int, winners: UnsafePointer<UInt8>, outputGradient: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    target.update(repeating: 0, count: g.width * g.channels)
    for i in g.windowRows(over: y) {
      let firstPlace = (y + g.padding.top - i * g.strideHeight) * g.windowWidth
      for j in 0..<g.outputWidth {
        let at = (i * g.outputWidth + j) * g.channels
        let left = j * g.strideWidth - g.padding.left
        let columns = max(left, 0)..<min(left + g.windowWidth, g.width)
        spread(winners + at, outputGradient + at, firstPlace - left, columns, target)
      }
    }
  }

  /// Adds a window's gradient to the places of one row that won, sixteen channels at a time.
  ///
  /// - Parameters:
  ///   - firstPlace: the number that the row's first column would have in the window.
  ///   - columns: those of the row that the window covers.
  @inline(__always)
  private func spread(
    _ winners: UnsafePointer<UInt8>, _ gradient: UnsafePointer<Float>, _ firstPlace: Int, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let channels = geometry.channels
    for c in stride(from: 0, to: channels, by: 16) {
      let count = min(channels - c, 16)
      let place = Candidate.places(at: winners + c, count: count)
      let value = gradient.vector(c, count: count)
      for x in columns {
        let won = SIMD16<Float>(repeating: 0).replacing(with: value, where: place .== Float(firstPlace + x))
        target.add(won, at: x * channels + c, count: count)
      }
    }
  }
}
