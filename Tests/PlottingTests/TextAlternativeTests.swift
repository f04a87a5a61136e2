import Plotting
import Tensors
import Testing

@Suite struct TextAlternativeTests {
  struct Case: Sendable {
    let y: [Double]
    let text: String
  }

  @Test(arguments: [
    Case(y: [0.91, 0.95, 0.99], text: "rises from 0.91 to 0.99."),
    Case(y: [0.91, 0.99, 0.98], text: "rises from 0.91 to 0.98; its highest is 0.99 at Epoch 2."),
    Case(y: [0.6, 0.2, 0.1], text: "falls from 0.6 to 0.1."),
    Case(y: [0.6, 0.1, 0.15], text: "falls from 0.6 to 0.15; its lowest is 0.1 at Epoch 2."),
    Case(y: [0.6, 0.2, 0.48], text: "falls from 0.6 to its lowest, 0.2 at Epoch 2, then rises to 0.48."),
    Case(y: [0.1, 0.9, 0.4], text: "rises from 0.1 to its highest, 0.9 at Epoch 2, then falls to 0.4."),
    Case(y: [0.5, 1, 0, 0.5], text: "varies from 0 at Epoch 3 to 1 at Epoch 2, starting at 0.5 and ending at 0.5."),
    Case(y: [0.5, 0.5], text: "stays at 0.5."),
    Case(y: [0.5], text: "is 0.5 at Epoch 1."),
    Case(y: [0.5, .nan, 0.7], text: "rises from 0.5 to 0.7. Left out: 1 value, not finite."),
  ])
  func coursesOfLines(_ example: Case) throws {
    let figure = Figure(x: Axis("Epoch"), y: Axis("Value")) {
      Line(x: 1...example.y.count, y: example.y, label: "a")
    }
    let text = try #require(figure.textAlternative)
    #expect(text.hasSuffix("“a” \(example.text)"), "\(text)")
  }

  static let pictures: [(picture: any Drawable, text: String)] = [
    (
      Figure(title: "Curves", x: Axis("Epoch"), y: Axis("Accuracy", format: .percent())) {
        Line(x: 1...2, y: [0.5, 0.75], label: "training")
        Rule(y: 0.8, label: "Keras")
      },
      "Line chart “Curves”: Epoch from 1 to 2, Accuracy from 50.0% to 80.0%. “training” rises from 50.0% to 75.0%."
        + " A line marks Accuracy 80.0% (Keras)."
    ),
    (
      Figure(y: Axis("Parameters")) { Bars(["with", "without"], [104_202, 712_202]) },
      "Bar chart: 2 categories, Parameters from 0 to 712,202. with 104,202, without 712,202."
    ),
    (
      Figure(x: Axis("Value")) { Histogram([1.0, 1, 1, 2, 3, .nan], bins: 2) },
      "Histogram: Value from 1 to 3, values from 0 to 3. 5 values in 2 bins, median 1; the fullest bin, from 1 to 2,"
        + " holds 3. Left out: 1 value outside of the bins."
    ),
    (
      Figure(x: Axis("Weight"), y: Axis("Loss", scale: .log)) { Points(x: [1, 2, 3], y: [1, 0, 100], label: "a") },
      "Scatter plot: Weight from 1 to 3, Loss from 1 to 100 on a logarithmic scale. “a”: 3 points, Loss 0 to 100."
        + " Left out: 1 value, not finite, or not positive on a logarithmic scale."
    ),
    (
      Heatmap(
        [[90, 3], [7, 100]], rows: ["cat", "dog"], columns: ["cat", "dog"], x: "Predicted", y: "Actual",
        emphasis: .offDiagonal),
      "Heatmap of 2 rows (Actual) and 2 columns (Predicted). On the diagonal 190 of 200, 95.0%."
        + " Largest beside the diagonal: dog as cat, 7; cat as dog, 3."
    ),
    (
      Heatmap([[0.5, -1], [.nan, 0.25]]),
      "Heatmap of 2 rows and 2 columns. Greatest value 0.5 in row 0, column 0; least −1 in row 0, column 1."
        + " Not finite: 1 value."
    ),
    (
      ImageGrid(Tensor<UInt8>(zeros: [2, 28, 28, 1]), titles: ["5", "0"], captions: ["99%"]),
      "2 grey images of 28 × 28 pixels: 5, 99%; 0."
    ),
    (ImageGrid(Tensor<Float>(zeros: [1, 8, 4, 3])), "One colour image of 4 × 8 pixels."),
    (
      MatrixEquation {
        NumberGrid([[1, -2]], caption: "patch")
        "∗"
        NumberGrid([[3, 4]])
        "="
        NumberGrid([[-5]], caption: "result")
      }, "patch (1 −2) ∗ Grid of numbers (3 4) = result (−5)."
    ),
    (
      Panels([ImageGrid(Tensor<UInt8>(zeros: [2, 2])), NumberGrid([[1]], caption: "one")]),
      "2 pictures. One grey image of 2 × 2 pixels. one (1)."
    ),
  ]

  @Test(arguments: pictures.indices)
  func picturesSayWhatTheyShow(index: Int) {
    #expect(Self.pictures[index].picture.textAlternative == Self.pictures[index].text)
  }
}
