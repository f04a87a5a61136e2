import Tensors

/// Images of grey values or of red, green and blue, as numbers.
struct PixelValues: Sendable {
  let count: Int
  let height: Int
  let width: Int
  let channels: Int
  let values: [Double]
  /// Whether the values are bytes: from 0 to 255 by their type.
  let areBytes: Bool

  /// - Parameter images: `[count, height, width, channels]` with 1 or 3 channels, or without some of the outer axes:
  ///   `[count, height, width]` and `[height, width]` are grey.
  /// - Throws: `PlottingError` for any other shape.
  init<Element: Scalar>(_ images: Tensor<Element>) throws(PlottingError) {
    let shape = Self.fourAxes(images.shape)
    guard let shape, [1, 3].contains(shape[3]), images.count > 0 else {
      throw PlottingError(
        "ImageGrid", problem: "cannot show a tensor of shape \(images.shape)",
        expected: "[count, height, width, channels] with 1 or 3 channels and no empty axis")
    }
    (count, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    values = images.elements.map(\.asDouble)
    areBytes = Element.self == UInt8.self
  }

  private static func fourAxes(_ shape: [Int]) -> [Int]? {
    switch shape.count {
    case 2: [1] + shape + [1]
    case 3: shape + [1]
    case 4: shape
    default: nil
    }
  }

  var valuesPerImage: Int { height * width * channels }

  func values(ofImage index: Int) -> ArraySlice<Double> {
    values[index * valuesPerImage..<(index + 1) * valuesPerImage]
  }

  /// Values of the first and the last colour, for every image.
  func bounds(_ range: ValueRange, isDiverging: Bool) -> [ClosedRange<Double>] {
    let found: [ClosedRange<Double>] =
      switch range {
      case .fixed(let fixed): same(fixed)
      case .full: same(0...255)
      case .perImage: (0..<count).map { values(ofImage: $0).plottableRange() ?? 0...1 }
      case .standardized: (0..<count).map { Self.standardized(values(ofImage: $0)) }
      case .shared: same(values.plottableRange() ?? 0...1)
      case .automatic: same(automaticBounds)
      }
    guard isDiverging else { return found }
    return found.map { bounds in
      let reach = max(bounds.lowerBound.magnitude, bounds.upperBound.magnitude)
      return -reach...reach
    }
  }

  private static func standardized(_ values: ArraySlice<Double>) -> ClosedRange<Double> {
    let finite = values.filter(\.isPlottable)
    let mean = finite.reduce(0, +) / Double(max(finite.count, 1))
    let variance = finite.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(max(finite.count, 1))
    let reach = 2 * variance.squareRoot()
    return mean - reach...mean + reach
  }

  private func same(_ bounds: ClosedRange<Double>) -> [ClosedRange<Double>] { Array(repeating: bounds, count: count) }

  private var automaticBounds: ClosedRange<Double> {
    if areBytes { return 0...255 }
    let found = values.plottableRange() ?? 0...1
    return channels == 3 ? naturalBounds : found
  }

  /// 0…1 or 0…255, which photographs are in, give or take what resizing and augmenting round; else from the least to the
  /// greatest value.
  var naturalBounds: ClosedRange<Double> {
    let found = values.plottableRange() ?? 0...1
    return areBytes ? 0...255 : [0...1, 0...255].first { Self.holds($0, found) } ?? found
  }

  private static func holds(_ range: ClosedRange<Double>, _ found: ClosedRange<Double>) -> Bool {
    let slack = range.length / 500
    return found.lowerBound >= range.lowerBound - slack && found.upperBound <= range.upperBound + slack
  }

  /// One image in colours: grey values through the colormap, colour values as they are.
  func raster(ofImage index: Int, _ colormap: Colormap, _ bounds: ClosedRange<Double>) -> Raster {
    let start = index * valuesPerImage
    func fraction(_ offset: Int) -> Double {
      let value = values[start + offset]
      guard value.isPlottable else { return .nan }
      return bounds.length > 0 ? (value - bounds.lowerBound) / bounds.length : 0.5
    }
    return Raster(width: width, height: height) { row, column in
      let offset = (row * width + column) * channels
      guard channels == 3 else { return colormap(fraction(offset)) }
      let (red, green, blue) = (fraction(offset), fraction(offset + 1), fraction(offset + 2))
      guard (red + green + blue).isFinite else { return Colormap.missing }
      return Color(red: red, green: green, blue: blue)
    }
  }
}
