import Tensors

/// A heat map over an image, such as where a network looked (Grad-CAM), with a colour bar.
///
///     HeatOverlay(photo, heat: try model.gradCAM(at: layer.output, for: batch).row(0), title: "what says “cat”")
///
/// The heat map may be much smaller than the image: it is enlarged straight between its pixels' centres. The image is shown
/// in greys, so that every colour means heat, and hardly covered where it is cold.
public struct HeatOverlay: Drawable {
  let content: Result<Content, PlottingError>
  let title: String
  let width: Double
  let alpha: Double
  let colormap: Colormap

  struct Content: Sendable {
    let image: ColorImage
    let heat: Matrix
    let bounds: ClosedRange<Double>
  }

  private static let subject = "HeatOverlay"
  /// Part of `alpha` that covers the image where there is no heat at all.
  private static let coldest = 0.15

  /// - Parameters:
  ///   - image: `[height, width, channels]` with 1 or 3 channels; bytes, or real numbers from 0 to 1 or from 0 to 255.
  ///   - heat: `[height, width]`, of any size; axes of extent 1 around it are dropped.
  ///   - range: values of the first and the last colour; nil goes from zero, or from the least negative value, to the greatest.
  ///   - alpha: how much of the colour covers the image where the heat is greatest, from 0 to 1.
  ///   - title: text above the image.
  ///   - width: of the image in CSS pixels.
  public init<Pixel: Scalar, Value: Scalar>(
    _ image: Tensor<Pixel>, heat: Tensor<Value>, range: ClosedRange<Double>? = nil, alpha: Double = 0.7,
    colormap: Colormap = .viridis, title: String = "", width: Int = 280
  ) {
    content = Result { () throws(PlottingError) in
      _ = try Overlay.checked(alpha, of: Self.subject)
      let heat = try Matrix(Matrix.rows(heat), of: "\(Self.subject) with a heat map of shape \(heat.shape)")
      let found = (heat.values.plottableRange() ?? 0...1).union(0...0)
      return Content(
        image: try ColorImage(image, of: Self.subject).gray, heat: heat,
        bounds: range ?? (found.length > 0 ? found : 0...1))
    }
    (self.title, self.width, self.alpha, self.colormap) = (title, Double(max(width, 1)), alpha, colormap)
  }

  public var size: PixelSize {
    (try? layout(measuring: CairoCanvas.forMeasuring()))?.size ?? PixelSize(width: 1, height: 1)
  }

  private func layout(measuring measure: any TextMeasuring) throws -> CaptionedPicture {
    let image = try content.get().image
    return CaptionedPicture(
      title: title, width: width, aspect: Double(image.height) / Double(image.width), hasBar: true, measuring: measure)
  }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let content = try content.get()
    let layout = try layout(measuring: canvas)
    layout.draw(raster(content, in: layout.image), on: canvas, palette: theme.palette)
    guard let bar = layout.bar else { return }
    ColorBar(colormap: colormap, bounds: content.bounds, format: .automatic)
      .draw(in: bar, on: canvas, color: theme.palette.mutedInk)
  }

  private func raster(_ content: Content, in box: Box) -> Raster {
    let (height, width) = content.image.pixels(in: box)
    return Raster(width: width, height: height) { row, column in
      let (down, across) = ((Double(row) + 0.5) / Double(height), (Double(column) + 0.5) / Double(width))
      let color = content.image.color(down, across)
      let fraction = fraction(content, down, across)
      let cover = fraction.isNaN ? 0 : alpha * (Self.coldest + (1 - Self.coldest) * min(max(fraction, 0), 1))
      return color.mixed(with: colormap(fraction), fraction: cover)
    }
  }

  /// Between the first colour, 0, and the last, 1.
  private func fraction(_ content: Content, _ down: Double, _ across: Double) -> Double {
    let (heat, bounds) = (content.heat, content.bounds)
    let corners = Interpolation(down, of: heat.height).corners(with: Interpolation(across, of: heat.width))
    let value = corners.reduce(0) { sum, corner in
      corner.weight > 0 ? sum + corner.weight * heat.rows[corner.row][corner.column] : sum
    }
    return bounds.length > 0 ? (value - bounds.lowerBound) / bounds.length : 0.5
  }
}

// MARK: - Text alternative

extension HeatOverlay {
  /// Where the heat is greatest, and how little of the image holds half of it.
  public var textAlternative: String? {
    guard let content = try? content.get() else { return nil }
    let name = title.isEmpty ? "Heat map" : "“\(Typography.line(title))”: heat map"
    let size = "\(content.image.width) × \(content.image.height) pixels"
    let cells = content.heat.values
    let warm = cells.filter { $0.isPlottable && $0 > 0 }.sorted(by: >)
    guard let hottest = warm.first, let index = cells.firstIndex(of: hottest) else {
      return "\(name) over an image of \(size): no heat anywhere."
    }
    let (row, column) = (index / content.heat.width, index % content.heat.width)
    let place = Self.place(
      (Double(row) + 0.5) / Double(content.heat.height), (Double(column) + 0.5) / Double(content.heat.width))
    let share = NumberFormat.percent().spoken(Double(Self.half(warm)) / Double(cells.count))
    return "\(name) over an image of \(size): hottest \(place); half of the heat lies in \(share) of the image."
  }

  /// How many of the hottest values make up half of the sum.
  private static func half(_ warm: [Double]) -> Int {
    let total = warm.reduce(0, +)
    var (sum, count) = (0.0, 0)
    while sum < total / 2, count < warm.count { (sum, count) = (sum + warm[count], count + 1) }
    return count
  }

  /// "at the upper left", in thirds of the image.
  private static func place(_ down: Double, _ across: Double) -> String {
    let rows = ["upper", "", "lower"]
    let columns = ["left", "", "right"]
    func third(_ place: Double) -> Int { min(max(Int(place * 3), 0), 2) }
    let words = [rows[third(down)], columns[third(across)]].filter { !$0.isEmpty }
    guard !words.isEmpty else { return "in the middle" }
    return "at the " + (words == ["upper"] ? "top" : words == ["lower"] ? "bottom" : words.joined(separator: " "))
  }
}
