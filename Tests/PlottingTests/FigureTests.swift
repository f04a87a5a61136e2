import Plotting
import Testing

@Suite struct FigureTests {
  /// Values of every magnitude and shape.
  static let values: [(name: String, y: [Double])] = [
    ("rising", (0..<30).map { Double($0) / 29 }),
    ("tiny", (0..<30).map { 1e-9 + 1e-11 * Double($0) }),
    ("large", (0..<30).map { 1e12 + 3e8 * Double($0) }),
    ("negative", (0..<30).map { -1e5 * Double($0) }),
    ("both signs", (0..<30).map { Double($0) - 14.5 }),
    ("constant", Array(repeating: 0.98, count: 30)),
    ("zero", Array(repeating: 0, count: 30)),
    ("one point", [7]),
    ("gaps", [1, .nan, 2, .infinity, 3, 4, -.infinity]),
    ("wide", [1e-9, 1e12]),
    ("close together", (0..<30).map { 1 + 1e-12 * Double($0) }),
  ]

  static let sizes = [(240, 180), (320, 200), (560, 320), (1200, 700)]

  static let labels = ["a", "validation accuracy", "the accuracy on validation images, averaged over four seeds"]

  /// Draws two lines in every combination of size and label length.
  @Test(arguments: values.map(\.name))
  func textsStayInsideAndApart(name: String) throws {
    let y = try #require(Self.values.first { $0.name == name }).y
    for (width, height) in Self.sizes {
      for label in Self.labels {
        let figure = Figure(title: label, width: width, height: height, x: Axis("Epoch"), y: Axis(label)) {
          Line(x: 1...y.count, y: y, label: label)
          Line(x: 1...y.count, y: y.map { $0 * 0.9 }, label: "other")
        }
        let canvas = RecordingCanvas()
        do {
          try figure.draw(on: canvas, theme: .light)
        } catch let error as PlottingError {
          #expect(width <= 240, "\(name), \(width) × \(height), “\(label)”: \(error)")
          continue
        }
        #expect(canvas.textsOutside(figure.size).isEmpty, "\(name), \(width) × \(height), “\(label)”")
        #expect(canvas.overlaps.isEmpty, "\(name), \(width) × \(height), “\(label)”")
        #expect(canvas.texts.allSatisfy { $0.size >= Font.leastSize })
      }
    }
  }

  @Test(arguments: [2, 5, 10, 20], Bars.Direction.allCases)
  func namesOfBarsStayInsideAndApart(count: Int, direction: Bars.Direction) throws {
    for length in [1, 6, 14, 60] {
      let names = (0..<count).map { String(repeating: "word ", count: 12).prefix(length) + "\($0)" }
      let title = Axis("Share", format: .percent())
      let horizontal = direction == .horizontal
      let figure = Figure(x: horizontal ? title : Axis("Class"), y: horizontal ? Axis() : title) {
        Bars(names.map(String.init), (0..<count).map { Double($0) / Double(count) }, direction: direction)
      }
      let canvas = try RecordingCanvas.drawing(figure)
      #expect(canvas.textsOutside(figure.size).isEmpty, "\(count) names of \(length)")
      // Slanted names lie in overlapping upright boxes.
      if horizontal { #expect(canvas.overlaps.isEmpty, "\(count) names of \(length)") }
    }
  }

  @Test func annotationsOfBarsStayInside() throws {
    for direction in Bars.Direction.allCases {
      let figure = Figure {
        Bars(["a", "b", "c", "d"], [-1e6, 712_202, 12, 0], direction: direction, annotation: .automatic)
        Rule(y: 0.5, label: "a rule with a rather long name")
      }
      let canvas = try RecordingCanvas.drawing(figure)
      #expect(canvas.textsOutside(figure.size).isEmpty)
      #expect(canvas.texts.contains { $0.text == "712,202" })
    }
  }

  @Test func lessRoomThanTheTextsNeedIsAnError() {
    let figure = Figure(title: "Accuracy", width: 60, height: 50) { Line(x: [1], y: [1]) }
    #expect(throws: PlottingError.self) { try figure.png(theme: .light) }
  }

  @Test func aLegendReplacesLabelsThatAreTooLong() throws {
    let long = "the accuracy on validation images, averaged over four seeds"
    let figure = Figure { Line(x: [1, 2], y: [1, 2], label: long) }
    let text = try #require(try RecordingCanvas.drawing(figure).texts.first { $0.text == long })
    #expect(text.bounds.maxY < 40)
  }

  @Test func shortLabelsStandAtTheLinesEnds() throws {
    let figure = Figure { Line(x: [1, 2], y: [1, 2], label: "training") }
    let text = try #require(try RecordingCanvas.drawing(figure).texts.first { $0.text == "training" })
    #expect(text.bounds.x > 400)
  }

  @Test(arguments: [(end: 10, isBeside: true), (8, false), (4, false)])
  func namesLeaveTheRightSideWhereALineEndsEarly(end: Int, isBeside: Bool) throws {
    let figure = Figure {
      Line(x: 0...10, y: (0...10).map { 2 * $0 }, label: "long")
      Line(x: 0...end, y: 0...end, label: "short")
      Rule(y: 5, label: "rule")
    }
    let canvas = try RecordingCanvas.drawing(figure)
    for name in ["long", "short"] {
      let text = try #require(canvas.texts.first { $0.text == name })
      #expect((text.bounds.x > 400) == isBeside)
    }
    #expect(canvas.overlaps.isEmpty && canvas.textsOutside(figure.size).isEmpty)
  }

  @Test func labelsOfLinesThatEndTogetherMoveApart() {
    let plot = Box(x: 0, y: 0, width: 100, height: 100)
    #expect(EndLabels.apart([50, 51, 10], by: 16, within: plot) == [50, 66, 10])
    #expect(EndLabels.apart([99, 98, 97], by: 16, within: plot) == [100, 84, 68])
    #expect(EndLabels.apart([], by: 16, within: plot).isEmpty)
  }

  @Test func aGapSplitsTheLine() throws {
    let figure = Figure { Line(x: 0..<5, y: [1, 2, .nan, 2, 1], markers: false) }
    let lines = try RecordingCanvas.drawing(figure).paths.filter {
      $0.count == 2 && $0[0].y != $0[1].y && $0[0].x != $0[1].x
    }
    #expect(lines.count == 2)
  }

  @Test func onePointIsADot() throws {
    let figure = Figure { Line(x: [3], y: [0.5], markers: false) }
    #expect(try RecordingCanvas.drawing(figure).circles.count == 1)
  }

  @Test func panelsOfTheSameSeriesShareOneLegend() throws {
    let panel = Figure(title: "Loss", height: 200) {
      Line(x: [1, 2], y: [1, 2], label: "training")
      Line(x: [1, 2], y: [2, 1], label: "validation")
    }
    let row = Figure.row([panel, panel])
    let canvas = try RecordingCanvas.drawing(row)
    #expect(canvas.texts.count { $0.text == "training" } == 1)
    #expect(canvas.textsOutside(row.size).isEmpty)
    #expect(canvas.overlaps.isEmpty)
    #expect(row.size.width == 600)
  }
}

extension Bars.Direction: CaseIterable {
  public static var allCases: [Bars.Direction] { [.vertical, .horizontal] }
}
