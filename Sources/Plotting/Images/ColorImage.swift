import Tensors

/// One image as colours that can be read between its pixels, so that something can be laid over it.
struct ColorImage: Sendable {
  let height: Int
  let width: Int
  /// Row by row.
  let colors: [Color]

  /// - Parameters:
  ///   - image: `[height, width, channels]` with 1 or 3 channels, `[height, width]`, or either after a batch axis of
  ///     extent 1; bytes, or real numbers from 0 to 1, from 0 to 255, or in a range of their own.
  ///   - subject: what an error names.
  /// - Throws: `PlottingError` for any other shape.
  init<Element: Scalar>(_ image: Tensor<Element>, of subject: String) throws(PlottingError) {
    var shape = image.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    if shape.count == 2 { shape.append(1) }
    guard shape.count == 3, [1, 3].contains(shape[2]), image.count > 0 else {
      throw PlottingError(
        subject, problem: "cannot show an image of shape \(image.shape)",
        expected: "[height, width, channels] with 1 or 3 channels and no empty axis")
    }
    (height, width) = (shape[0], shape[1])
    let values = try PixelValues(image.reshaped([1] + shape))
    colors = values.raster(ofImage: 0, .gray, values.naturalBounds).pixels.map { Color(hex: $0 & 0xff_ffff) }
  }

  private init(height: Int, width: Int, colors: [Color]) {
    (self.height, self.width, self.colors) = (height, width, colors)
  }

  /// The colour at a place given by fractions of height and width, straight between the four nearest pixels.
  func color(_ down: Double, _ across: Double) -> Color {
    let (row, column) = (Interpolation(down, of: height), Interpolation(across, of: width))
    func mixed(_ row: Int) -> Color {
      let left = colors[row * width + column.lower]
      return left.mixed(with: colors[row * width + column.upper], fraction: column.fraction)
    }
    return mixed(row.lower).mixed(with: mixed(row.upper), fraction: row.fraction)
  }

  /// The same image in greys, so that every colour laid over it is seen as it is.
  var gray: ColorImage {
    let grays = colors.map { color in
      let gray = 0.299 * color.red + 0.587 * color.green + 0.114 * color.blue
      return Color(red: gray, green: gray, blue: gray)
    }
    return ColorImage(height: height, width: width, colors: grays)
  }

  /// The same image in light greys, on which colours stand out.
  var faded: ColorImage {
    let grays = gray.colors.map { $0.mixed(with: .white, fraction: 0.4) }
    return ColorImage(height: height, width: width, colors: grays)
  }

  /// Pixels of a picture of this image in `box`: as many as the page shows, or as the image has if those are more.
  func pixels(in box: Box) -> (height: Int, width: Int) {
    let density = Double(CairoCanvas.density)
    let shown = (Int((box.height * density).rounded()), Int((box.width * density).rounded()))
    return width > shown.1 ? (height, width) : (max(shown.0, 1), max(shown.1, 1))
  }
}
