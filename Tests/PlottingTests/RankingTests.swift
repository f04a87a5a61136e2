import Foundation
import Plotting
import Testing

@Suite struct RankingTests {
  struct Case: Decodable {
    let name: String
    let labels: [Int]
    let scores: [Double]
    let rocArea: Double
    let averagePrecision: Double
    let precisions: [Double]
    let recalls: [Double]
    let falsePositiveRates: [Double]
    let truePositiveRates: [Double]
  }

  private func cases() throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/rankings.json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  private func areClose(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { ($0 - $1).magnitude < 1e-12 }
  }

  @Test func areasAndCurvesAreThoseOfScikitLearn() throws {
    let cases = try cases()
    #expect(cases.count == 5)
    for example in cases {
      let ranking = try Ranking(labels: example.labels, scores: example.scores)
      #expect((ranking.rocArea - example.rocArea).magnitude < 1e-12, "\(example.name)")
      #expect((ranking.averagePrecision - example.averagePrecision).magnitude < 1e-12, "\(example.name)")
      #expect(areClose(ranking.falsePositiveRates, example.falsePositiveRates), "\(example.name)")
      #expect(areClose(ranking.truePositiveRates, example.truePositiveRates), "\(example.name)")
      #expect(areClose(ranking.precisions, example.precisions), "\(example.name)")
      #expect(areClose(ranking.truePositiveRates, example.recalls), "\(example.name)")
    }
  }

  private let four = Result { try Ranking(labels: [1, 0, 1, 0], scores: [0.9, 0.8, 0.4, 0.1]) }

  @Test func curvesSayTheirAreaAndTheirWorkingPoint() throws {
    let figure = Figure.roc(["convnet": try four.get()])
    #expect(
      figure.textAlternative?.hasSuffix(
        "“convnet”: area under the curve 0.750; at threshold 0.5 it finds 50.0% of the positives with 50.0% false alarms."
      )
        == true)
    let other = Figure.precisionRecall(["": try four.get()], threshold: nil)
    #expect(other.textAlternative?.hasSuffix("average precision 0.833.") == true)
  }

  @Test(arguments: [320, 420, 560])
  func curvesHaveARoundAxisAndALegend(width: Int) throws {
    let ranking = try four.get()
    let name = "a network with a rather long name"
    for figure in [
      Figure.roc([name: ranking, "b": ranking], width: width),
      Figure.precisionRecall([name: ranking, "b": ranking], width: width),
    ] {
      let canvas = try RecordingCanvas.drawing(figure)
      let texts = canvas.texts.map(\.text)
      #expect(texts.contains("chance") && texts.contains("at threshold 0.5") && texts.contains("0.2"))
      #expect(canvas.textsOutside(figure.size).isEmpty)
      #expect(canvas.overlaps.isEmpty)
    }
  }

  @Test func theWorkingPointLiesOnTheCurve() throws {
    let canvas = try RecordingCanvas.drawing(Figure.roc(["": try four.get()]))
    let curve = try #require(canvas.paths.first { $0.count == 5 })
    // Half of the positives, half of the negatives: the third point of the curve.
    #expect(canvas.circles.contains(curve[2]))
  }

  @Test(arguments: [
    ("Ranking has 1 labels and 2 scores; expected: as many of each.", [1.0], [0.1, 0.2]),
    (
      "Ranking has the label 2; expected: 1 for positives, 0 for negatives. For several classes, rank one against the"
        + " others.", [2], [0.1]
    ),
    ("Ranking has the score nan at index 1; expected: numbers.", [1, 0], [0.1, .nan]),
    ("Ranking has no negatives; expected: at least one label of each class.", [1], [0.1]),
    ("Ranking has no positives; expected: at least one label of each class.", [0], [0.1]),
  ])
  func brokenRankingsSayWhy(message: String, labels: [Double], scores: [Double]) {
    let error = #expect(throws: PlottingError.self) { try Ranking(labels: labels, scores: scores) }
    #expect(error?.description == message)
  }

  @Test func runsHaveARingAtTheirBest() throws {
    let figure = Figure.runs(
      [RunCurve("plain", values: [0.5, 0.7, 0.6], best: 2), RunCurve("other", values: [0.4, 0.5])], y: "Accuracy")
    #expect(figure.textAlternative?.hasSuffix("A ring marks 0.7 at Epoch 2 (best of “plain”).") == true)
    let canvas = try RecordingCanvas.drawing(figure)
    let line = try #require(canvas.paths.first { $0.count == 3 })
    // Three circles make the ring, and one is the line's own dot.
    #expect(canvas.circles.count { $0 == line[1] } == 4)
  }

  @Test func labelsOfRulesStandWhereTheyAreAsked() throws {
    func top(_ end: Rule.LabelEnd) throws -> Double {
      let figure = Figure {
        Line(x: 1...3, y: [1, 2, 3])
        Rule(x: 2, label: "best", labelEnd: end)
      }
      return try #require(try RecordingCanvas.drawing(figure).texts.first { $0.text == "best" }).bounds.y
    }
    #expect(try top(.bottom) - top(.top) > 200)
  }
}
