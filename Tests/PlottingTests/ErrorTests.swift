import Plotting
import Tensors
import Testing

@Suite struct ErrorTests {
  static let broken: [(message: String, picture: any Drawable)] = [
    (
      "Line “a” has 2 x values and 1 y values; expected: as many of each.",
      Figure { Line(x: [1, 2], y: [1], label: "a") }
    ),
    ("Line has no values; expected: at least one x and one y.", Figure { Line(x: [Double](), y: [Double]()) }),
    ("Figure “t” has no marks; expected: at least one, such as Line.", Figure(title: "t") {}),
    (
      "Axis “Loss” has no values to show; expected: at least one finite number.",
      Figure(y: Axis("Loss")) { Line(x: [1], y: [Double.nan]) }
    ),
    (
      "Axis has no values to show; expected: at least one positive number.",
      Figure(y: Axis(scale: .log)) { Line(x: [1], y: [-1]) }
    ),
    (
      "Axis cannot cover 0.0...1.0; expected: two different finite numbers above zero.",
      Figure(y: Axis(range: 0...1, scale: .log)) { Line(x: [1], y: [1]) }
    ),
    (
      "Axis cannot cover 1.0...1.0; expected: two different finite numbers.",
      Figure(x: Axis(range: 1...1)) { Line(x: [1], y: [1]) }
    ),
    ("Bars have 1 categories and 2 values; expected: as many of each.", Figure { Bars(["a"], [1, 2]) }),
    (
      "Bars in one figure have different categories or directions; expected: the same categories. Use zero for a category"
        + " without a value.",
      Figure {
        Bars(["a"], [1])
        Bars(["b"], [1])
      }
    ),
    ("Histogram has no values; expected: at least one.", Figure { Histogram([Double]()) }),
    ("Heatmap has no values; expected: at least one row with one value.", Heatmap([])),
    ("Heatmap has 1 values in row 1 and 2 in row 0; expected: as many in each.", Heatmap([[1, 2], [3]])),
    ("Heatmap has 1 row names for 2 rows; expected: none, or one each.", Heatmap([[1], [2]], rows: ["a"])),
    (
      "Heatmap of 2 rows and 1 columns has no diagonal; expected: as many columns as rows.",
      Heatmap([[1], [2]], emphasis: .offDiagonal)
    ),
    (
      "ImageGrid cannot show a tensor of shape [2, 4, 4, 2]; expected: [count, height, width, channels] with 1 or 3"
        + " channels and no empty axis.", ImageGrid(Tensor<Float>(zeros: [2, 4, 4, 2]))
    ),
    (
      "ImageGrid has 2 titles for 1 images; expected: at most as many.",
      ImageGrid(Tensor<UInt8>(zeros: [4, 4]), titles: ["a", "b"])
    ),
    (
      "ImageGrid cannot have a scale of 0.0; expected: above 0 and below 1000.",
      ImageGrid(Tensor<UInt8>(zeros: [4, 4]), scale: 0)
    ),
    (
      "NumberGrid cannot highlight rows 0..<3 and columns 0..<1; expected: rows in 0..<2, columns in 0..<2.",
      NumberGrid([[1, 2], [3, 4]], highlights: [.init(rows: 0..<3, columns: 0..<1)])
    ),
    ("Panels are empty; expected: at least one picture.", Panels([])),
    ("MatrixEquation is empty; expected: at least one NumberGrid.", MatrixEquation {}),
  ]

  /// One clear error, thrown when the picture is rendered; until then the value can be passed around.
  @Test(arguments: broken.indices)
  func brokenPicturesSayWhy(index: Int) {
    let (message, picture) = Self.broken[index]
    let error = #expect(throws: PlottingError.self) { try picture.png(theme: .light) }
    #expect(error?.description == message)
    #expect(picture.size.width > 0 && picture.size.height > 0)
    _ = picture.textAlternative
  }

  @Test func aPictureThatIsTooLargeIsAnError() {
    let grid = ImageGrid(Tensor<UInt8>(zeros: [1, 100, 100, 1]), scale: 300)
    #expect(throws: PlottingError.self) { try grid.png(theme: .light) }
  }
}
