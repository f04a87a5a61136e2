/// The two pixels of an axis between whose centres a place lies.
///
/// Pixel i of n has its centre at the fraction (i + ½) / n; beyond the outermost centres their values go on. This is how
/// `image_dataset_from_directory` of Keras and Pillow lay pixels, without reducing.
struct Interpolation: Hashable {
  let lower: Int
  let upper: Int
  /// How far the place lies towards `upper`, from 0 to 1.
  let fraction: Double

  /// - Parameters:
  ///   - place: from 0 to 1.
  ///   - count: number of pixels along the axis, at least 1.
  init(_ place: Double, of count: Int) {
    let position = min(max(place * Double(count) - 0.5, 0), Double(count - 1))
    lower = Int(position)
    upper = min(lower + 1, count - 1)
    fraction = position - Double(lower)
  }

  /// The four pixels around a place, this being its row, and what each counts. The weights sum to 1.
  func corners(with column: Interpolation) -> [(row: Int, column: Int, weight: Double)] {
    [
      (lower, column.lower, (1 - fraction) * (1 - column.fraction)),
      (lower, column.upper, (1 - fraction) * column.fraction),
      (upper, column.lower, fraction * (1 - column.fraction)), (upper, column.upper, fraction * column.fraction),
    ]
  }
}
