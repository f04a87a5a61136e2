import Tensors

/// Moves each image of a batch: every output pixel is made of the pixels round the place that it comes from.
///
/// y[n,i,j,c] = Σ share · x[n, i', j', c] over the four pixels (i', j') round `ImageTransform`(j, i), whose shares are
/// products of `WarpAxis`' shares, + (1 − share of what lies inside) · the value outside.
/// ## Shapes
/// [batch, height, width, channels] → the same
package struct ImageWarp: Sendable {
  /// Where an image's pixels come from. It may be mirrored first, which costs nothing.
  package struct Source: Sendable {
    package var transform: ImageTransform
    package var mirroring: Mirroring

    package init(_ transform: ImageTransform, mirroring: Mirroring = Mirroring()) {
      (self.transform, self.mirroring) = (transform, mirroring)
    }
  }

  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  private let rows: WarpAxis
  private let columns: WarpAxis
  private let fillValue: Float

  package init(
    batch: Int, image: (height: Int, width: Int, channels: Int), filling: FillMode, fillValue: Float = 0,
    interpolation: WarpInterpolation = .bilinear
  ) {
    require(min(batch, image.height, image.width, image.channels) > 0, "every extent of an image is positive")
    require(image.height * image.width * image.channels < 1 << 31, "an image has fewer than 2³¹ values")
    (self.batch, self.fillValue) = (batch, fillValue)
    (height, width, channels) = image
    rows = WarpAxis(extent: image.height, filling: filling, interpolation: interpolation)
    columns = WarpAxis(extent: image.width, filling: filling, interpolation: interpolation)
  }

  private var rowCount: Int { width * channels }
  private var imageCount: Int { height * rowCount }
  package var count: Int { batch * imageCount }

  /// Moves the images.
  ///
  /// - Parameter source: of the image at a place in the batch; called several times for each.
  package func forward(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, source: (_ image: Int) -> Source
  ) {
    let bands = Pieces(batch * height, most: 64)
    ThreadPool.shared.parallel(bands.count) { piece in
      let band = bands.range(piece)
      for image in band.lowerBound / height...(band.upperBound - 1) / height {
        let own = band.clamped(to: image * height..<(image + 1) * height)
        move(own, of: image, source(image), input + image * imageCount, output)
      }
    }
  }

  /// Computes some rows of one image.
  private func move(
    _ own: Range<Int>, of image: Int, _ source: Source, _ input: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    WarpRun.withRun { run in
      for row in own {
        let (y, target) = (row - image * height, output + row * rowCount)
        for x in stride(from: 0, to: width, by: WarpRun.length) {
          if isInside(source, x: x, y: y, isLast: image == batch - 1) {
            fillInside(run, source, x: x, y: y)
            blendInside(run, source.mirroring, input, into: target, x)
          } else {
            fill(run, source, x: x, y: y)
            blend(run, input, into: target, x, isLast: image == batch - 1)
          }
        }
      }
    }
  }

  // MARK: - Anywhere

  /// Finds out where 16 pixels from (x, y) on come from.
  @inline(never)
  private func fill(_ run: WarpRun, _ source: Source, x: Int, y: Int) {
    let t = source.transform
    let xs = WarpRun.steps + Float(x)
    let down = rows.neighbours(xs * t.d + t.e * Float(y) + t.f, isMirrored: source.mirroring.flipsRows)
    let across = columns.neighbours(xs * t.a + t.b * Float(y) + t.c, isMirrored: source.mirroring.flipsColumns)
    let (upper, lower) = (down.first &* Int32(rowCount), down.second &* Int32(rowCount))
    let (left, right) = (across.first &* Int32(channels), across.second &* Int32(channels))
    run.set(0, upper &+ left, down.firstShare * across.firstShare)
    run.set(1, upper &+ right, down.firstShare * across.secondShare)
    run.set(2, lower &+ left, down.secondShare * across.firstShare)
    run.set(3, lower &+ right, down.secondShare * across.secondShare)
    run.setConstants((1 - down.inside * across.inside) * fillValue)
  }

  /// Writes the pixels of a run to a row from column x on. Behind the last image nothing may be read.
  private func blend(
    _ run: WarpRun, _ image: UnsafePointer<Float>, into row: UnsafeMutablePointer<Float>, _ x: Int, isLast: Bool
  ) {
    let target = row + x * channels
    let fast = isLast ? 0 : pixelsOfFour(from: x)
    for i in 0..<fast { target.store(run.sum(i) { image.vector($0, SIMD4<Float>.self) }, at: i * channels) }
    for i in fast..<min(width - x, WarpRun.length) {
      for c in 0..<channels { target[i * channels + c] = run.sum(i) { image[$0 + c] } }
    }
  }

  /// How many pixels of a run from column x on may be written four floats at a time: of up to four channels the next pixel
  /// overwrites what is too much, but the row's end must not be passed.
  @inline(__always)
  private func pixelsOfFour(from x: Int) -> Int {
    guard channels <= 4, rowCount >= 4 else { return 0 }
    return max(min(width - x, WarpRun.length, (rowCount - 4) / channels + 1 - x), 0)
  }

  // MARK: - Inside

  /// Whether 16 pixels from (x, y) on come from inside the image, so that nothing has to be filled in.
  ///
  /// Pixels are read four floats at a time then; in the last image they must not reach the last row, behind which
  /// memory ends.
  @inline(__always)
  private func isInside(_ source: Source, x: Int, y: Int, isLast: Bool) -> Bool {
    guard rows.interpolation == .bilinear else { return false }
    let t = source.transform
    let (first, last) = (Float(x), Float(min(x + WarpRun.length, width) - 1))
    let down = (first * t.d + t.e * Float(y) + t.f, last * t.d + t.e * Float(y) + t.f)
    let across = (first * t.a + t.b * Float(y) + t.c, last * t.a + t.b * Float(y) + t.c)
    guard rows.isInside(down), columns.isInside(across) else { return false }
    if !isLast { return true }
    return source.mirroring.flipsRows ? min(down.0, down.1) >= 1 : max(down.0, down.1) < Float(height - 2)
  }

  /// Finds out where 16 pixels from (x, y) on come from, all inside the image: only the first place is set.
  @inline(__always)
  private func fillInside(_ run: WarpRun, _ source: Source, x: Int, y: Int) {
    let t = source.transform
    let xs = WarpRun.steps + Float(x)
    let (down, across) = (xs * t.d + t.e * Float(y) + t.f, xs * t.a + t.b * Float(y) + t.c)
    let (upper, left) = (down.whole, across.whole)
    let (upperShare, lowerShare) = (upper + 1 - down, down - upper)
    let (leftShare, rightShare) = (left + 1 - across, across - left)
    let row = source.mirroring.flipsRows ? Float(height - 1) - upper : upper
    let column = source.mirroring.flipsColumns ? Float(width - 1) - left : left
    let place = row.integers &* Int32(rowCount) &+ column.integers &* Int32(channels)
    run.set(0, place, upperShare * leftShare)
    run.setShare(1, upperShare * rightShare)
    run.setShare(2, lowerShare * leftShare)
    run.setShare(3, lowerShare * rightShare)
  }

  /// Writes the pixels of a run inside the image to a row from column x on.
  @inline(__always)
  private func blendInside(
    _ run: WarpRun, _ mirroring: Mirroring, _ image: UnsafePointer<Float>, into row: UnsafeMutablePointer<Float>,
    _ x: Int
  ) {
    let right = mirroring.flipsColumns ? -channels : channels
    let down = mirroring.flipsRows ? -rowCount : rowCount
    let target = row + x * channels
    let fast = pixelsOfFour(from: x)
    for i in 0..<fast {
      target.store(run.sumInside(i, right, down) { image.vector($0, SIMD4<Float>.self) }, at: i * channels)
    }
    for i in fast..<min(width - x, WarpRun.length) {
      for c in 0..<channels { target[i * channels + c] = run.sumInside(i, right, down) { image[$0 + c] } }
    }
  }

  // MARK: - Gradient

  /// Gives each output's gradient to the pixels it was made of: the adjoint. `inputGradient` is overwritten.
  package func gradient(
    outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>, source: (_ image: Int) -> Source
  ) {
    let images = Pieces(batch, most: 64)
    ThreadPool.shared.parallel(images.count) { piece in
      for image in images.range(piece) {
        let target = inputGradient + image * imageCount
        target.update(repeating: 0, count: imageCount)
        spread(outputGradient + image * imageCount, source(image), to: target)
      }
    }
  }

  private func spread(_ gradient: UnsafePointer<Float>, _ source: Source, to image: UnsafeMutablePointer<Float>) {
    WarpRun.withRun { run in
      for y in 0..<height {
        for x in stride(from: 0, to: width, by: WarpRun.length) {
          fill(run, source, x: x, y: y)
          spread(run, gradient + y * rowCount + x * channels, min(width - x, WarpRun.length), to: image)
        }
      }
    }
  }

  private func spread(
    _ run: WarpRun, _ gradient: UnsafePointer<Float>, _ length: Int, to image: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<length {
      for corner in 0..<4 {
        let (target, share) = (image + run.place(corner, i), run.share(corner, i))
        for c in 0..<channels { target[c] += gradient[i * channels + c] * share }
      }
    }
  }
}
