/// Lays the colours of a mask over an image, pixel by pixel.
struct OverlayRaster {
  let image: ColorImage
  let mask: ClassMask
  let styles: [Int: ClassColors]
  /// How much of the colour covers the image inside of a class.
  let alpha: Double

  /// Widths in CSS pixels.
  private static let contour = 1.0
  private static let stripe = 3.0

  /// Makes the pixels for a picture in `box`.
  func raster(in box: Box) -> Raster {
    let (height, width) = image.pixels(in: box)
    let numbers = (0..<height * width).map { index in
      mask.number((Double(index / width) + 0.5) / Double(height), (Double(index % width) + 0.5) / Double(width))
    }
    let density = Double(width) / box.width
    let reach = max(1, Int((Self.contour * density).rounded()))
    let borders = Self.borders(numbers, height: height, width: width, reach: reach)
    let stripe = Int((Self.stripe * density).rounded())
    return Raster(width: width, height: height) { row, column in
      let color = image.color((Double(row) + 0.5) / Double(height), (Double(column) + 0.5) / Double(width))
      let index = row * width + column
      guard let style = styles[numbers[index]] else {
        return borders[index] ? color.mixed(with: .white, fraction: 0.8) : color
      }
      if borders[index] { return style.color }
      return style.leavesFree(row: row, column: column, width: stripe)
        ? color : color.mixed(with: style.color, fraction: alpha)
    }
  }

  /// Whether a pixel of another class lies at most `reach` pixels away, level or upright.
  private static func borders(_ numbers: [Int], height: Int, width: Int, reach: Int) -> [Bool] {
    var found = [Bool](repeating: false, count: numbers.count)
    func mark(_ index: Int, before end: Int, step: Int) {
      for distance in 0..<reach {
        let (ahead, behind) = (index + (distance + 1) * step, index - distance * step)
        if ahead < end { found[ahead] = true }
        if behind >= 0, step > 1 || behind / width == index / width { found[behind] = true }
      }
    }
    for index in numbers.indices {
      let rowEnd = (index / width + 1) * width
      if index + 1 < rowEnd, numbers[index] != numbers[index + 1] { mark(index, before: rowEnd, step: 1) }
      let below = index + width
      if below < numbers.count, numbers[index] != numbers[below] { mark(index, before: numbers.count, step: width) }
    }
    return found
  }
}
