/// How the outputs of a convolution are cut into bands that stay in the cache, and where each output's patch lies.
///
/// A band is a few rows of one image, or a few whole images where they are small. Its source is the part of the input that
/// its outputs see: the input itself, or a copy with zeros round it where the convolution pads.
struct BandPlan: Sendable {
  /// A band's images and its rows of output places.
  struct Band {
    let images: Range<Int>
    let rows: Range<Int>
  }

  let geometry: ConvolutionGeometry
  /// Output rows and columns that are computed; with `step` 2 each stands for 2 x 2 results of the convolution.
  let height: Int
  let width: Int
  let step: Int
  /// Images in a band, and rows of each; several images only if the rows are all.
  let imagesPerBand: Int
  let rowsPerBand: Int
  /// Floats of the band's source from each output place's patch to the source's beginning.
  let offsets: [Int32]

  /// How large a band may be.
  enum Size {
    /// At most so many floats of source, but never less than one row of outputs, and 16 bands if there are as many images.
    case floats(Int)
    /// About so many output places.
    case places(Int)
  }

  /// - Parameter rowMultiple: a band's rows are a multiple of this, as is `height`.
  init(_ geometry: ConvolutionGeometry, height: Int, width: Int, step: Int, size: Size, rowMultiple: Int = 1) {
    (self.geometry, self.height, self.width, self.step) = (geometry, height, width, step)
    let rowFloats = geometry.paddedWidth * geometry.channels
    let sourceFloats = { (rows: Int) in ((rows * step - 1) * geometry.strideHeight + geometry.kernelHeight) * rowFloats
    }
    let isFitting: (_ images: Int, _ rows: Int) -> Bool = { images, rows in
      switch size {
      case .floats(let most): images * sourceFloats(rows) <= most && images <= (geometry.batch + 15) / 16
      case .places(let most): images * rows * width <= most
      }
    }
    let rows = stride(from: height, to: rowMultiple, by: -rowMultiple).first { isFitting(1, $0) } ?? rowMultiple
    let images = rows < height ? 1 : (1...geometry.batch).last { isFitting($0, height) } ?? 1
    (rowsPerBand, imagesPerBand) = (rows, images)
    offsets = Self.offsets(geometry, images: images, rows: rows, width: width, step: step)
  }

  private static func offsets(
    _ g: ConvolutionGeometry, images: Int, rows: Int, width: Int, step: Int
  ) -> [Int32] {
    let rowStride = g.paddedWidth * g.channels
    let imageStride =
      g.isPadded ? ((rows * step - 1) * g.strideHeight + g.kernelHeight) * rowStride : g.height * rowStride
    var offsets: [Int32] = []
    for n in 0..<images {
      for i in 0..<rows {
        for j in 0..<width {
          let (y, x) = (i * step * g.strideHeight, j * step * g.strideWidth)
          offsets.append(Int32(n * imageStride + y * rowStride + x * g.channels))
        }
      }
    }
    return offsets
  }

  /// Floats from one row of a source to the next.
  var rowStride: Int { geometry.paddedWidth * geometry.channels }

  /// Groups of images of one band each, or of one image and several bands.
  var groups: Int { (geometry.batch + imagesPerBand - 1) / imagesPerBand }
  var bandsPerGroup: Int { (height + rowsPerBand - 1) / rowsPerBand }
  var count: Int { groups * bandsPerGroup }
  /// Output places of a full band.
  var placesPerBand: Int { imagesPerBand * rowsPerBand * width }

  func band(_ index: Int) -> Band {
    let image = index / bandsPerGroup * imagesPerBand
    let row = index % bandsPerGroup * rowsPerBand
    return Band(
      images: image..<min(image + imagesPerBand, geometry.batch), rows: row..<min(row + rowsPerBand, height))
  }

  /// Output places of a band.
  func places(_ band: Band) -> Int { band.images.count * band.rows.count * width }

  /// The band's first output place, counted from the first image's.
  func firstPlace(_ band: Band) -> Int { (band.images.lowerBound * height + band.rows.lowerBound) * width }

  // MARK: - Sources

  /// Rows of padded input that a band of `rows` output rows sees.
  func sourceRows(_ rows: Int) -> Int { (rows * step - 1) * geometry.strideHeight + geometry.kernelHeight }

  /// Floats of the copy that a band needs; 0 where the input serves as it is.
  var copyCount: Int { geometry.isPadded ? imagesPerBand * sourceRows(rowsPerBand) * rowStride : 0 }

  /// The first row of the input that a band sees; negative in the padding above.
  func firstSourceRow(_ band: Band) -> Int {
    band.rows.lowerBound * step * geometry.strideHeight - geometry.padding.top
  }

  /// The band's source: a place in the input, or a padded copy in `buffer`.
  func source(
    _ input: UnsafePointer<Float>, _ band: Band, buffer: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let g = geometry
    let imageCount = g.height * g.width * g.channels
    guard g.isPadded else { return input + band.images.lowerBound * imageCount + firstSourceRow(band) * rowStride }
    var target = buffer
    for n in band.images {
      // A band of fewer rows than others (the last) is alone in its group: image strides agree.
      for y in firstSourceRow(band)..<firstSourceRow(band) + sourceRows(band.rows.count) {
        g.copyRow(y, of: input + n * imageCount, to: target)
        target += rowStride
      }
    }
    return UnsafePointer(buffer)
  }
}

extension ConvolutionGeometry {
  /// Copies images with their padding to their places in a padded batch.
  func copyPadded(_ input: UnsafePointer<Float>, images: Range<Int>, to padded: UnsafeMutablePointer<Float>) {
    let rowStride = paddedWidth * channels
    for n in images {
      for y in 0..<paddedHeight {
        let target = padded + (n * paddedHeight + y) * rowStride
        copyRow(y - padding.top, of: input + n * height * width * channels, to: target)
      }
    }
  }

  /// Copies a row with its padding, or zeros where the row lies outside the image.
  func copyRow(_ y: Int, of image: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let rowStride = paddedWidth * channels
    guard y >= 0, y < height else { return target.update(repeating: 0, count: rowStride) }
    let (left, length) = (padding.left * channels, width * channels)
    target.update(repeating: 0, count: left)
    (target + left).update(from: image + y * length, count: length)
    (target + left + length).update(repeating: 0, count: rowStride - left - length)
  }

  var isPadded: Bool { padding != .none }
  var paddedWidth: Int { width + padding.left + padding.right }
  /// Elements of one filter row, which lie together in an image row too.
  var segmentCount: Int { kernelWidth * channels }
}

/// Cuts `count` items into at most `most` consecutive pieces of nearly equal size.
struct Pieces: Sendable {
  let items: Int
  let count: Int

  init(_ items: Int, most: Int) {
    self.items = items
    count = min(items, most)
  }

  func range(_ piece: Int) -> Range<Int> { piece * items / count..<(piece + 1) * items / count }
}
