import Plotting
import Tensors
import Testing

@Suite struct PredictionTests {
  static let labels = Tensor<Int32>([4], [0, 1, 1, 0])
  /// Probabilities of class 1: right, wrong and sure, right, wrong.
  static let sigmoid = Tensor<Float>([4, 1], [0.25, 0.001, 0.998, 0.75])

  private func list() throws -> PredictionList {
    try PredictionList(labels: Self.labels, probabilities: Self.sigmoid, classes: ["cat", "dog"])
  }

  @Test func lossesAreCrossEntropies() throws {
    let list = try list()
    let expected = [0.287682, 6.907755, 0.002002, 1.386294]
    #expect(zip(list.predictions, expected).allSatisfy { ($0.loss - $1).magnitude < 1e-5 })
    #expect(list.predictions.map(\.isRight) == [true, false, true, false])
  }

  @Test func softmaxAndSigmoidAreTheSame() throws {
    let softmax = Tensor<Float>([4, 2], Self.sigmoid.elements.flatMap { [1 - $0, $0] })
    let other = try PredictionList(labels: Self.labels, probabilities: softmax)
    #expect(try zip(other.predictions, list().predictions).allSatisfy { ($0.loss - $1.loss).magnitude < 1e-4 })
    #expect(try other.predictions.map(\.answer) == list().predictions.map(\.answer))
  }

  @Test func listsAreSortedByLoss() throws {
    let list = try list()
    #expect(list.worst(2).predictions.map(\.index) == [1, 3])
    #expect(list.best(2).predictions.map(\.index) == [2, 0])
    #expect(list.mistakes.predictions.map(\.index) == [1, 3])
    #expect(list.worst(99).predictions.count == 4 && list.best(-1).predictions.isEmpty)
  }

  @Test func theBestOfEachClassStandClassByClass() throws {
    let probabilities = Tensor<Float>([6], [0.9, 0.1, 0.2, 0.6, 0.3, 0.8])
    let list = try PredictionList(labels: Tensor<Int32>([6], [1, 0, 0, 1, 0, 1]), probabilities: probabilities)
    #expect(list.bestOfEachClass(2).predictions.map(\.index) == [1, 2, 0, 5])
    #expect(list.bestOfEachClass(9).predictions.count == 6 && list.bestOfEachClass(0).predictions.isEmpty)
  }

  @Test(arguments: [(12, 11.5), (100, 1), (150, 0.94), (600, 0.235)])
  func gridsOfFourColumnsFillTheTextColumn(side: Int, scale: Double) throws {
    let grid = ImageGrid(Tensor<UInt8>(zeros: [4, side, side]), captions: ["a"], columns: 4)
    let width = Double(grid.size.width)
    #expect((width - (4 * Double(side) * scale + 4 * 2 + 3 * 10)).magnitude <= 4)
  }

  @Test func anAnswerWithoutProbabilityHasAFiniteLoss() throws {
    let list = try PredictionList(labels: Tensor<Int32>([1], [1]), probabilities: Tensor<Float>([1, 2], [1, 0]))
    #expect((list.predictions[0].loss - 16.118).magnitude < 1e-3)
  }

  @Test func gridsTickAndCross() throws {
    let grid = try list().worst(4).grid(of: Tensor<UInt8>(zeros: [4, 9, 9, 3]))
    let canvas = try RecordingCanvas.drawing(grid)
    #expect(canvas.texts.map(\.text) == ["✗ cat >0.99, is dog", "✗ dog 0.75, is cat", "✓ cat 0.75", "✓ dog >0.99"])
    #expect(
      grid.textAlternative
        == "4 colour images of 9 × 9 pixels, 2 of them wrong: wrong: cat >0.99, is dog; wrong: dog 0.75,"
        + " is cat; right: cat 0.75; right: dog >0.99.")
    #expect(canvas.overlaps.isEmpty && canvas.textsOutside(grid.size).isEmpty)
  }

  @Test func anAnswerThatIsRoundedToOneIsNotCalledCertain() throws {
    let list = try PredictionList(labels: Tensor<Int32>([1], [1]), probabilities: Tensor<Float>([1], [1]))
    let grid = list.grid(of: Tensor<UInt8>(zeros: [1, 9, 9]))
    #expect(try RecordingCanvas.drawing(grid).texts.map(\.text).first?.hasSuffix(">0.99") == true)
  }

  @Test func verdictsWithoutCaptionsHaveTheirSign() throws {
    let grid = ImageGrid(Tensor<UInt8>(zeros: [3, 9, 9])).judged([.right, nil, .wrong])
    #expect(try RecordingCanvas.drawing(grid).texts.map(\.text) == ["✓", "✗"])
    #expect(grid.textAlternative == "3 grey images of 9 × 9 pixels, 1 of them wrong: right; wrong.")
  }

  @Test func theFrameOfAWrongOneIsBroken() throws {
    let images = Tensor<UInt8>(zeros: [1, 60, 60])
    let color = Theme.light.palette.series[1]
    let wrong = DecodedImage(try ImageGrid(images, scale: 1).judged([.wrong]).png()).count(of: color)
    let framed = DecodedImage(try ImageGrid(images, scale: 1, borders: [.bad]).png()).count(of: color)
    #expect(wrong > framed / 3 && wrong < framed * 4 / 5)
  }

  @Test func colourImagesAreNotStretched() throws {
    let bytes = Tensor<UInt8>([1, 1, 2, 3], [10, 20, 30, 200, 210, 220])
    func pixels(_ grid: ImageGrid) throws -> [UInt32]? {
      try RecordingCanvas.drawing(grid).rasters.first?.raster.pixels
    }
    let expected = try pixels(ImageGrid(bytes))
    #expect(try pixels(ImageGrid(Tensor<Float>(bytes))) == expected)
    #expect(try pixels(ImageGrid(Tensor<Float>(bytes) / 255)) == expected)
  }

  @Test func longCaptionsAreShortenedBeforeTheyAreTooSmall() throws {
    let caption =
      "a caption, that goes on, and on, over many, many lines, and tells everything that there is to be told"
    let grid = ImageGrid(Tensor<UInt8>(zeros: [6, 9, 9]), captions: [caption], columns: 6)
    let texts = try RecordingCanvas.drawing(grid).texts
    #expect(texts.count == 4 && texts.allSatisfy { $0.size >= 10 })
    let last = try #require(texts.last?.text)
    #expect(last.hasSuffix("…") && !last.hasSuffix(",…") && !last.hasSuffix(" …"))
  }

  static let broken: [(message: String, make: @Sendable () throws -> PredictionList)] = [
    (
      "PredictionList has 4 labels and probabilities of shape [3, 2]; expected: [examples, classes], or [examples] for two"
        + " classes.", { try PredictionList(labels: labels, probabilities: Tensor(zeros: [3, 2])) }
    ),
    (
      "PredictionList has the probability 1.5 at index 0; expected: 0 to 1. Let the model end in softmax or sigmoid.",
      { try PredictionList(labels: labels, probabilities: Tensor([4, 2], repeating: 1.5)) }
    ),
    (
      "PredictionList has the label 2.0 at index 0; expected: classes from 0 to 1.",
      { try PredictionList(labels: Tensor<Int32>([1], [2]), probabilities: Tensor(zeros: [1, 2])) }
    ),
  ]

  @Test(arguments: broken.indices)
  func brokenListsSayWhy(index: Int) {
    let error = #expect(throws: PlottingError.self) { _ = try Self.broken[index].make() }
    #expect(error?.description == Self.broken[index].message)
  }
}

/// Maps and filters of a network.
@Suite struct NetworkGridTests {
  @Test func deadChannelsAreCrossedOut() throws {
    // Channel 1 is zero everywhere, channel 0 and 2 are not.
    let maps = Tensor<Float>([2, 2, 3], [1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 5])
    let grid = ImageGrid.featureMaps(maps, heading: "conv")
    #expect(
      grid.textAlternative == "“conv”: 3 feature maps of 2 × 2 pixels. Each on its own scale; 1 channel of 3 dead: 1.")
    let canvas = try RecordingCanvas.drawing(grid)
    #expect(canvas.paths.count == 2 && canvas.texts.map(\.text) == ["conv"])
    #expect(canvas.paths[0][0].x == canvas.rasters[1].box.x)
  }

  @Test func theFirstChannelsAreShown() throws {
    let grid = ImageGrid.featureMaps(wave([1, 3, 3, 80]), columns: 8, most: 16)
    #expect(try RecordingCanvas.drawing(grid).rasters.count == 16)
    #expect(grid.textAlternative?.contains("The first 16 of 80 channels.") == true)
  }

  @Test func filtersAreOneImageEach() throws {
    // [height, width, input, filters] = [1, 2, 1, 2]: the filters are (−1, 1) and (0, 2).
    let grid = ImageGrid.filters(Tensor([1, 2, 1, 2], [-1, 0, 1, 2]))
    let pixels = try RecordingCanvas.drawing(grid).rasters.map(\.raster.pixels)
    #expect(pixels == [[0xff0a_3d7a, 0xff7a_2e00], [0xfff7_f7f7, 0xff7a_2e00]])
    #expect(grid.textAlternative == "2 filters of 2 × 1 pixels. Each on its own scale.")
  }

  @Test func oneInputChannelOfManyIsShown() throws {
    let kernel = wave([3, 3, 4, 2])
    let one = kernel.slice(2..<3, axis: 2)
    #expect(try ImageGrid.filters(kernel, input: 2).png() == ImageGrid.filters(one).png())
    let error = #expect(throws: PlottingError.self) { try ImageGrid.filters(kernel).png() }
    #expect(
      error?.description
        == "ImageGrid cannot show filters of shape [3, 3, 4, 2]; expected: 1 or 3 input channels, or `input` from 0 to 3."
    )
  }

  @Test func patternsAreSpreadOverTheirColours() throws {
    let images = wave([2, 8, 8, 3])
    let moved = Tensor(images.shape, images.elements.map { $0 * 40 + 1000 })
    let pixels = try [images, moved].map {
      try RecordingCanvas.drawing(ImageGrid.patterns($0)).rasters[0].raster.pixels
    }
    let differences = zip(pixels[0], pixels[1]).map { abs(Int($0 & 0xff) - Int($1 & 0xff)) }
    #expect(differences.allSatisfy { $0 <= 1 })
    #expect(Set(pixels[0]).count > 20)
  }

  @Test func confusionsNameTheirShares() throws {
    let counts = Tensor<Int32>([2, 2], [90, 10, 30, 170])
    let heatmap = Heatmap.confusion(counts, classes: ["cat", "dog"])
    let canvas = try RecordingCanvas.drawing(heatmap)
    let texts = Set(canvas.texts.map(\.text))
    #expect(texts.isSuperset(of: ["90", "90.0%", "10", "10.0%", "30", "15.0%", "170", "85.0%"]))
    #expect(canvas.overlaps.isEmpty && canvas.textsOutside(heatmap.size).isEmpty)
    #expect(
      heatmap.textAlternative == "Heatmap of 2 rows (true class) and 2 columns (predicted). On the diagonal 260 of 300,"
        + " 86.7%. Largest beside the diagonal: dog as cat, 30 of 200, 15.0%; cat as dog, 10 of 100, 10.0%.")
  }

  @Test(arguments: [3, 10, 37])
  func confusionsOfManyClassesStayInside(count: Int) throws {
    let heatmap = Heatmap.confusion(Tensor<Int32>([count, count], repeating: 1234))
    let canvas = try RecordingCanvas.drawing(heatmap)
    #expect(canvas.textsOutside(heatmap.size).isEmpty)
    #expect(count > 10 || canvas.overlaps.isEmpty, "\(canvas.overlaps.prefix(3))")
  }

  private func wave(_ shape: [Int]) -> Tensor<Float> {
    let count = shape.reduce(1, *)
    return Tensor(
      shape, (0..<count).map { (index: Int) -> Float in Float((index * 37 + index * index * 11) % 101) / 50 - 1 })
  }
}
