import DeepLearning
import Foundation
import Tensors
import Testing

/// Layers that change images at random while training.
struct AugmentationTests {
  struct WarpCase: Decodable, CustomTestStringConvertible, Sendable {
    let kind: String
    let factors: [Double]
    let fillMode: String
    let interpolation: String
    let input: Numbers
    let output: Numbers
    var testDescription: String { "\(kind) \(factors) \(fillMode) \(interpolation)" }

    /// The layer whose factors have equal bounds, so that it draws nothing else.
    func layer() throws -> any Layer {
      let mode = try #require(FillMode(rawValue: fillMode))
      let way = try #require(ImageInterpolation(rawValue: interpolation))
      let bounds = factors.map { [$0, $0] }
      switch kind {
      case "rotation":
        return RandomRotation(factor: bounds[0], fillMode: mode, interpolation: way, fillValue: 7.5)
      case "zoom":
        return RandomZoom(
          heightFactor: bounds[0], widthFactor: bounds.count > 1 ? bounds[1] : nil, fillMode: mode, interpolation: way,
          fillValue: 7.5)
      default:
        return RandomTranslation(
          heightFactor: bounds[0], widthFactor: bounds[1], fillMode: mode, interpolation: way, fillValue: 7.5)
      }
    }
  }

  struct ContrastCase: Decodable, CustomTestStringConvertible, Sendable {
    let factor: Double
    let valueRange: [Double]
    let input: Numbers
    let output: Numbers
    let outputGradient: Numbers
    let inputGradient: Numbers
    var testDescription: String { "\(factor) \(valueRange)" }
  }

  private func model(_ shape: [Int], seed: UInt64 = 5, _ layers: any Layer...) throws -> Model {
    try Sequential(inputShape: shape, layers, seed: seed)
  }

  @Test(arguments: try Fixtures.read("warps.json", as: [WarpCase].self))
  func movedImagesAreKeras(_ expected: WarpCase) throws {
    let model = try model(Array(expected.input.shape.dropFirst()), expected.layer())
    expectClose(try model(expected.input.tensor, training: true), expected.output.tensor, within: 1e-5)
  }

  @Test(arguments: try Fixtures.read("contrasts.json", as: [ContrastCase].self))
  func contrastAndItsGradientAreKeras(_ expected: ContrastCase) throws {
    let layer = RandomContrast(
      factor: [-expected.factor, expected.factor], valueRange: expected.valueRange[0]...expected.valueRange[1])
    let model = try model(Array(expected.input.shape.dropFirst()), layer)
    expectClose(try model(expected.input.tensor, training: true), expected.output.tensor, within: 1e-5)
    let found = try model.gradients(
      expected.input.tensor, outputWeights: expected.outputGradient.tensor, trainingStep: 0)
    expectClose(found.input, expected.inputGradient.tensor, within: 1e-4)
  }

  private static var layers: [any Layer] {
    [
      RandomFlip(.horizontal), RandomRotation(factor: 0.1), RandomZoom(heightFactor: 0.2),
      RandomTranslation(heightFactor: 0.1, widthFactor: 0.2), RandomContrast(factor: 0.4, valueRange: -9...9),
    ]
  }

  @Test(arguments: 0..<5)
  func outsideTrainingNothingHappens(_ index: Int) throws {
    let model = try model([6, 5, 3], Self.layers[index])
    let x = wave([3, 6, 5, 3])
    #expect(try model.predict(x) == x)
    #expect(try model(x) == x)
    #expect(try model.planDescription(batchSize: 3, trains: false).operations == [])
  }

  @Test(arguments: 0..<5)
  func everyImageAndStepAndSeedAndCallDrawsAnew(_ index: Int) throws {
    let layer = Self.layers[index]
    let (model, other) = try (model([6, 5, 3], layer), model([6, 5, 3], seed: 6, layer))
    let twice = try self.model([6, 5, 3], layer, layer)
    let image = wave([1, 6, 5, 3])
    let x = Tensor([24, 6, 5, 3], (0..<24).flatMap { _ in image.elements })
    let y = try model(x, training: true, step: 3)
    #expect(Set((0..<24).map { y.row($0).elements }).count > 1)
    #expect(try model(x, training: true, step: 3) == y)
    #expect(try model(x, training: true, step: 4) != y)
    #expect(try other(x, training: true, step: 3) != y)
    #expect(try model(x.rows(0..<5), training: true, step: 3) == y.rows(0..<5))
    if index != 4 { #expect(try twice(x, training: true, step: 3) != model(y, training: true, step: 3)) }
  }

  /// 500 images of 9 x 9 pixels whose values are their columns, changed by a layer.
  private func ramps(_ layer: any Layer) throws -> Tensor<Float> {
    let ramp = Tensor([500, 9, 9, 1], (0..<500 * 81).map { Float($0 % 9) })
    return try model([9, 9, 1], layer)(ramp, training: true)
  }

  /// Whether what is found in each image fills a range from end to end.
  private func fill(
    _ range: ClosedRange<Float>, _ images: Tensor<Float>, _ number: (_ image: Int) -> Float
  ) -> Bool {
    let extent = range.upperBound - range.lowerBound
    let units: [Float] = (0..<images.shape[0]).map { (number($0) - range.lowerBound) / extent }
    let mean: Float = units.reduce(0, +) / Float(units.count)
    return units.allSatisfy { (-1e-3...1.001).contains($0) } && units.contains { $0 < 0.02 }
      && units.contains { $0 > 0.98 } && abs(mean - 0.5) < 0.05
  }

  @Test func oneNumberIsARangeOfBothSignsAndForContrastOneFromZero() throws {
    let turned = try ramps(RandomRotation(factor: 0.1))
    #expect(
      fill(-0.1...0.1, turned) { n in
        let (across, down) = (turned[n, 4, 5, 0] - turned[n, 4, 4, 0], turned[n, 5, 4, 0] - turned[n, 4, 4, 0])
        return atan2(-down, across) / (2 * .pi)
      })
    let zoomed = try ramps(RandomZoom(heightFactor: -0.2))
    #expect(fill(-0.2...0.2, zoomed) { zoomed[$0, 4, 5, 0] - zoomed[$0, 4, 4, 0] - 1 })
    let moved = try ramps(RandomTranslation(heightFactor: 0.1, widthFactor: 0.3))
    #expect(fill(-0.3...0.3, moved) { (4 - moved[$0, 4, 4, 0]) / 9 })
    let contrasted = try ramps(RandomContrast(factor: 0.4, valueRange: -99...99))
    #expect(fill(0...0.4, contrasted) { contrasted[$0, 4, 5, 0] - contrasted[$0, 4, 4, 0] - 1 })
  }

  @Test func halfOfTheImagesAreMirrored() throws {
    let images = try ramps(RandomFlip(.horizontal))
    let rows = (0..<500).map { images.row($0).elements }
    let (kept, mirrored) = ((0..<81).map { Float($0 % 9) }, (0..<81).map { Float(8 - $0 % 9) })
    #expect(rows.allSatisfy { $0 == kept || $0 == mirrored })
    #expect(abs(rows.filter { $0 == mirrored }.count - 250) < 45)
  }

  /// Everything here is linear in the image, but for what is clipped or filled.
  @Test(arguments: 0..<5)
  func gradientIsTheAdjoint(_ index: Int) throws {
    let model = try model([9, 7, 2], Self.layers[index])
    let (x, weights) = (wave([4, 9, 7, 2]), wave([4, 9, 7, 2], phase: 2))
    let found = try model.gradients(x, outputWeights: weights, trainingStep: 2)
    let product = zip(found.input.elements, x.elements).map { Double($0) * Double($1) }.reduce(0, +)
    #expect(abs(product - found.value) < 1e-4)
  }

  @Test func aFlipIsDoneWithinTheFollowingWarpAndChangesNoBit() throws {
    let (flip, rotation) = (RandomFlip(name: "flip"), RandomRotation(factor: 0.3, name: "rotation"))
    let joined = try model([13, 18, 3], flip, rotation)
    let (first, second) = try (model([13, 18, 3], flip), model([13, 18, 3], rotation))
    let x = wave([8, 13, 18, 3])
    #expect(try joined(x, training: true) == second(first(x, training: true), training: true))
    let inputs = Input(shape: [13, 18, 3])
    let classes = Dense(units: 2, activation: .softmax)(Flatten()(rotation(flip(inputs))))
    let trained = try Model(inputs: inputs, outputs: classes)
    try trained.compile(loss: .sparseCategoricalCrossentropy)
    let operations = try trained.planDescription(batchSize: 8, trains: true).operations
    #expect(operations.first == "WarpForward rotation (mirrored by flip)")
    #expect(!operations.contains { $0.hasPrefix("WarpBackward") })
  }

  @Test func layersBelowLearnThroughAFlipAndAWarp() throws {
    let model = try model(
      [6, 7, 2], Conv2D(filters: 3, kernelSize: 3, padding: .same), RandomFlip(), RandomZoom(heightFactor: 0.3))
    let (x, weights) = (wave([2, 6, 7, 2]), wave([2, 6, 7, 3], phase: 1))
    let kernel = try model.layer(named: "conv2d").kernel
    let bias = try #require(model.parameters.last).value
    let found = try model.gradients(x, outputWeights: weights, trainingStep: 1)
    let slope = try #require(found.parameters["conv2d/kernel"])
    for index in [0, 17, 53] {
      let values = try [-0.5, 0.5].map { (step: Float) in
        var moved = kernel.elements
        moved[index] += step
        try model.setWeights([Tensor(kernel.shape, moved), bias])
        return try model.gradients(x, outputWeights: weights, trainingStep: 1).value
      }
      try model.setWeights([kernel, bias])
      #expect(abs(values[1] - values[0] - Double(slope.elements[index])) < 2e-4)
    }
  }

  @Test func settingsAreKeras() throws {
    let model = try model(
      [5, 5, 1], RandomFlip(), RandomRotation(factor: -0.1, fillMode: .wrap), RandomRotation(factor: 0.3...0.4),
      RandomZoom(heightFactor: 0.2), RandomZoom(heightFactor: [-0.3, 0.1], widthFactor: 0.5, interpolation: .nearest),
      RandomTranslation(heightFactor: 0.1, widthFactor: [-0.2, 0.3], fillMode: .constant, fillValue: 2),
      RandomContrast(factor: 0.3), RandomContrast(factor: [0.2, 0.5], valueRange: 0...1))
    #expect(
      model.layers.dropFirst().map(\.configuration) == [
        #"mode="horizontal_and_vertical""#,
        #"factor=[-0.1, 0.1] fill_mode="wrap" fill_value=0.0 interpolation="bilinear""#,
        #"factor=[0.3, 0.4] fill_mode="reflect" fill_value=0.0 interpolation="bilinear""#,
        #"fill_mode="reflect" fill_value=0.0 height_factor=0.2 interpolation="bilinear" width_factor=null"#,
        #"fill_mode="reflect" fill_value=0.0 height_factor=[-0.3, 0.1] interpolation="nearest" width_factor=0.5"#,
        #"fill_mode="constant" fill_value=2.0 height_factor=0.1 interpolation="bilinear" width_factor=[-0.2, 0.3]"#,
        "factor=[0.0, 0.3] value_range=[0.0, 255.0]", "factor=[0.2, 0.5] value_range=[0.0, 1.0]",
      ])
    #expect(model.layers[1].name == "random_flip" && model.layers[3].name == "random_rotation_1")
  }

  private static var mistakes: [(any Layer, String)] {
    [
      (RandomRotation(factor: 1.5), "factor is 1.5"),
      (RandomRotation(factor: [0.1, 0.2, 0.3]), "factor is [0.1, 0.2, 0.3]"),
      (RandomRotation(factor: Double.nan), "factor is nan"), (RandomZoom(heightFactor: -1), "heightFactor is -1.0"),
      (RandomZoom(heightFactor: 0.1, widthFactor: [0, 2]), "widthFactor is [0.0, 2.0]"),
      (RandomTranslation(heightFactor: 0.1, widthFactor: -1.01), "widthFactor is -1.01"),
      (RandomTranslation(heightFactor: 0.1, widthFactor: 0.1, fillValue: Double.infinity), "fillValue is inf"),
      (RandomContrast(factor: -0.1), "factor is -0.1"), (RandomContrast(factor: [0.5, 1.5]), "factor is [0.5, 1.5]"),
    ]
  }

  @Test(arguments: 0..<9)
  func factorsOutOfRangeAreErrorsOfTheirLayer(_ index: Int) {
    let (layer, problem) = Self.mistakes[index]
    let error = #expect(throws: DeepLearningError.self) { try model([4, 4, 1], layer) }
    #expect(error?.problem == problem)
  }

  @Test(arguments: 0..<5)
  func whatIsNoImageIsAnError(_ index: Int) {
    let error = #expect(throws: DeepLearningError.self) { try model([4, 4], Self.layers[index]) }
    #expect(error?.expected == "images [batch, height, width, channels]")
  }
}
