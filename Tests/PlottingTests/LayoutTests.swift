import Plotting
import Tensors
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [1, 3, 33], [1, 8, 16])
  func captionsOfImagesStayInsideAndApart(count: Int, columns: Int) throws {
    let images = Tensor<UInt8>(zeros: [count, 28, 28, 1])
    for text in ["7", "4 as 9, 99%", "T-shirt/top as Ankle boot,\n98.2%", String(repeating: "word", count: 20)] {
      for scale in [nil, 0.3, 1, 4] as [Double?] {
        let texts = Array(repeating: text, count: count)
        let grid = ImageGrid(
          images, titles: texts, captions: texts, columns: columns, scale: scale, borders: [.bad])
        let canvas = try RecordingCanvas.drawing(grid)
        #expect(canvas.textsOutside(grid.size).isEmpty)
        #expect(canvas.overlaps.isEmpty)
        let page = Box(x: 0, y: 0, width: Double(grid.size.width), height: Double(grid.size.height))
        #expect(canvas.rasters.count == count)
        #expect(canvas.rasters.allSatisfy { page.contains($0.box) })
      }
    }
  }

  @Test(arguments: [1, 2, 10, 30])
  func textsOfHeatmapsStayInsideAndApart(count: Int) throws {
    for value in [0, 7, -0.123456, 1e-9, 1e12] as [Double] {
      for length in [1, 12, 80] {
        let names = (0..<count).map { String(repeating: "name ", count: 20).prefix(length) + "\($0)" }.map(String.init)
        let rows = (0..<count).map { row in (0..<count).map { value * Double($0 + row) } }
        for annotated in [true, false] {
          let heatmap = Heatmap(
            rows, rows: names, columns: names, title: "Confusion of classes", x: "Predicted", y: "Actual",
            annotated: annotated)
          let canvas = try RecordingCanvas.drawing(heatmap)
          #expect(canvas.textsOutside(heatmap.size).isEmpty, "\(count) rows of \(value), names of \(length)")
          // Slanted names lie in overlapping upright boxes.
          if length == 1, count <= 10 { #expect(canvas.overlaps.isEmpty, "\(count) rows of \(value)") }
        }
      }
    }
  }

  @Test func numbersOfAGridStayInTheirCells() throws {
    for values in [[[0.0, 255], [12, -3]], [[1e-9, 1e12]], [[-123_456.789]]] {
      let grid = NumberGrid(values, caption: "a caption that is much wider than the cells")
      let canvas = try RecordingCanvas.drawing(grid)
      #expect(canvas.textsOutside(grid.size).isEmpty)
      #expect(canvas.overlaps.isEmpty)
    }
  }

  @Test func termsOfAnEquationStandSideBySide() throws {
    let equation = MatrixEquation {
      NumberGrid((0..<5).map { row in (0..<5).map { Double(row * $0) } }, caption: "5 × 5 patch")
      "∗"
      NumberGrid([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], caption: "3 × 3 kernel")
      "="
      NumberGrid([[1, 2, 3], [4, 5, 6], [7, 8, 9]], caption: "3 × 3 result")
    }
    let canvas = try RecordingCanvas.drawing(equation)
    #expect(canvas.textsOutside(equation.size).isEmpty)
    #expect(canvas.overlaps.isEmpty)
    #expect(canvas.texts.map(\.text).contains("∗"))
  }

  @Test func panelsKeepTheirPicturesApart() throws {
    let panel = NumberGrid([[1, 2], [3, 4]], caption: "numbers")
    let panels = Panels([panel, panel, panel], columns: 2)
    let canvas = try RecordingCanvas.drawing(panels)
    #expect(canvas.overlaps.isEmpty)
    #expect(canvas.textsOutside(panels.size).isEmpty)
    #expect(canvas.texts.count { $0.text == "numbers" } == 3)
  }

  @Test func chartsInARowStandBelowOneAnotherInANarrowWindow() throws {
    let charts = ["Loss", "Accuracy"].map { title in
      Figure(x: Axis("Epoch"), y: Axis(title)) { Line(x: 1...9, y: (1...9).map { Double($0) }, label: "training") }
    }
    let narrow = try #require(Figure.row(charts).fitted(to: 350))
    #expect(narrow.size.width == 350)
    #expect(narrow.size.height > 2 * 240)
    let canvas = try RecordingCanvas.drawing(narrow)
    #expect(canvas.overlaps.isEmpty)
    #expect(canvas.textsOutside(narrow.size).isEmpty)
    #expect(canvas.texts.count { $0.text == "training" } == 1, "the legend is still that of both")
  }

  @Test func panelsTakeAsManyColumnsAsThereIsRoomFor() throws {
    let panel = NumberGrid([[1, 2, 3], [3, 4, 5]])
    let width = panel.size.width
    let five = Panels(Array(repeating: panel, count: 5))
    #expect(five.fitted(to: 10_000)?.size == five.size)
    let narrow = try #require(five.fitted(to: 2 * width + 30))
    #expect(narrow.size.width > width && narrow.size.width * 3 / 4 <= 2 * width + 30)
    #expect(Panels([panel, panel]).fitted(to: width / 2)?.size.width == width, "it cannot be laid out anew")
  }
}
