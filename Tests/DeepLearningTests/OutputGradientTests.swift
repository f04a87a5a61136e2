import DeepLearning
import Foundation
import Tensors
import Testing

/// Gradients of any output by inputs and by what layers give.
struct OutputGradientTests {
  struct File: Decodable {
    let input: Numbers
    let weights: [Numbers]
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let value: Double
    /// By the images, by what the first layer gives, by what the second gives.
    let gradients: [Numbers]
    /// What the first and the second layer give.
    let values: [Numbers]
    var testDescription: String { name }
  }

  private func convnet() throws -> Model {
    let inputs = Input(shape: [11, 9, 2])
    let first = Conv2D(filters: 3, kernelSize: 3, activation: .relu, name: "first")(inputs)
    let second = Conv2D(filters: 4, kernelSize: 3, padding: .same, activation: .relu, name: "second")(
      MaxPooling2D(poolSize: 2)(first))
    return try Model(
      inputs: inputs, outputs: Dense(units: 3, activation: .softmax, name: "classes")(Flatten()(second)), seed: 2)
  }

  private func weighted() throws -> (model: Model, images: Tensor<Float>, cases: [Case]) {
    let file: File = try Fixtures.read("output_gradients.json")
    let model = try convnet()
    try model.setWeights(file.weights.map(\.tensor))
    return (model, file.input.tensor, file.cases)
  }

  @Test func aClassByInputAndLayersIsKeras() throws {
    let (model, images, cases) = try weighted()
    let sources = try [model.inputs[0], model.layer(named: "first").output, model.layer(named: "second").output]
    let found = try model.gradients(of: model.outputs[0], score: .sum(of: 1), by: sources, for: images)
    #expect(abs(found.value - cases[0].value) < 1e-6)
    for (gradient, expected) in zip(found.gradients, cases[0].gradients) {
      expectClose(gradient, expected.tensor, within: 1e-4)
    }
    for (value, expected) in zip(found.values.dropFirst(), cases[0].values) {
      expectClose(value, expected.tensor, within: 1e-5)
    }
    #expect(found.values[0] == images)
    #expect(try found.output == model.predict(images))
  }

  @Test func theMeanOfAFilterIsKeras() throws {
    let (model, images, cases) = try weighted()
    let first = try model.layer(named: "first").output
    let found = try model.gradients(of: first, score: .mean(of: 2), by: [model.inputs[0], first], for: images)
    #expect(abs(found.value - cases[1].value) < 1e-6)
    expectClose(found.gradients[0], cases[1].gradients[0].tensor, within: 1e-4)
    expectClose(found.gradients[1], cases[1].gradients[1].tensor, within: 1e-5)
    expectClose(found.output, cases[1].values[0].tensor, within: 1e-5)
  }

  @Test func aGradientByALayerIsTheCentralDifferenceOfTheModelAboveIt() throws {
    let model = try weighted().model
    let pooled = try model.layer(named: "max_pooling2d").output
    let images = wave([2, 11, 9, 2])
    let weights = wave([2, 3], phase: 1)
    let found = try model.gradients(of: model.outputs[0], score: .weighted(weights), by: pooled, for: images)
    let upper = try Model(inputs: pooled, outputs: model.outputs)
    for index in [0, 7, 30, 61] {
      let values = try [-1e-2, 1e-2].map { (step: Float) in
        var moved = found.values[0].elements
        moved[index] += step
        let output = try upper.predict(Tensor(found.values[0].shape, moved))
        return zip(output.elements, weights.elements).map { Double($0) * Double($1) }.reduce(0, +)
      }
      #expect(abs((values[1] - values[0]) / 2e-2 - Double(found.gradients[0].elements[index])) < 1e-3)
    }
  }

  @Test func aLayerInANestedModelIsReached() throws {
    let (base, images, _) = try weighted()
    let second = try base.layer(named: "second").output
    let inputs = Input(shape: [11, 9, 2])
    let model = try Model(inputs: inputs, outputs: Activation(.tanh)(base(inputs)))
    let flat = try Model(inputs: base.inputs, outputs: Activation(.tanh)(base.outputs[0]))
    let sources = [second, base.outputs[0]]
    let nested = try model.gradients(of: model.outputs[0], score: .sum(of: 0), by: sources, for: images)
    let expected = try flat.gradients(of: flat.outputs[0], score: .sum(of: 0), by: sources, for: images)
    #expect(nested.gradients == expected.gradients)
    #expect(nested.values == expected.values)
    let inner = try model.gradients(of: second, score: .mean(of: 1), by: base.inputs[0], for: images)
    #expect(try inner.output == Model(inputs: base.inputs, outputs: second).predict(images))
  }

  /// y = 2x + 3x, the first x through a dropout that does nothing: its gradient is 2, not 5.
  @Test(arguments: [2, 5], ["dropout", "flatten", "identity model"])
  func aLayerThatPassesItsInputOnHasAGradientOfItsOwn(_ factor: Float, _ kind: String) throws {
    let layers: [String: any Layer] = [
      "dropout": Dropout(rate: 0.5), "flatten": Flatten(),
      "identity model": try Sequential(inputShape: [2], [Dropout(rate: 0.5)]),
    ]
    let inputs = Input(shape: [2])
    let layer = try #require(layers[kind])
    let passed = layer(inputs)
    let left = Dense(units: 2, useBias: false, name: "left")
    let right = Dense(units: 2, useBias: false, name: "right")
    let model = try Model(inputs: inputs, outputs: Add()([left(passed), right(inputs)]))
    try model.setWeights([factor, 3].map { Tensor([2, 2], [$0, 0, 0, $0]) })
    let x = Tensor<Float>([1, 2], [1, -1])
    let found = try model.gradients(of: model.outputs[0], score: .sum(of: 1), by: [inputs, passed], for: x)
    #expect(found.gradients == [Tensor([1, 2], [0, factor + 3]), Tensor([1, 2], [0, factor])])
    #expect(found.values == [x, x])
  }

  @Test func ofANestedModelTheFirstCallIsMeant() throws {
    let layer = Dense(units: 1, useBias: false)
    let nested = try Sequential(inputShape: [1], [layer, Activation(.tanh)])
    let inner = try nested.layer(named: "dense").output
    let inputs = Input(shape: [1])
    let model = try Model(inputs: inputs, outputs: nested(nested(inputs)))
    try model.setWeights([Tensor([1, 1], [0.5])])
    let found = try model.gradients(
      of: model.outputs[0], score: .sum(of: 0), by: [inner, nested.inputs[0]], for: Tensor<Float>([1, 1], [0.8]))
    let (first, second) = (Float(tanh(0.4)), Float(tanh(0.5 * tanh(0.4))))
    let byInner = (1 - second * second) * 0.5 * (1 - first * first)
    #expect(abs(found.values[0].elements[0] - 0.4) < 1e-6)
    #expect(abs(found.gradients[0].elements[0] - byInner) < 1e-6)
    #expect(abs(found.gradients[1].elements[0] - byInner * 0.5) < 1e-6)
  }

  @Test func severalInputsEachHaveTheirGradient() throws {
    let (left, right) = (Input(shape: [3]), Input(shape: [3]))
    let product = Multiply()([Activation(.tanh)(left), right])
    let model = try Model(inputs: [left, right], outputs: Dense(units: 2)(product), seed: 4)
    let (a, b, weights) = (wave([2, 3]), wave([2, 3], phase: 1), wave([2, 2], phase: 2))
    let found = try model.gradients(
      of: model.outputs[0], score: .weighted(weights), by: [right, left, product], for: [a, b])
    let byProduct = found.gradients[2].elements
    for i in 0..<6 {
      let t = Float(tanh(Double(a.elements[i])))
      #expect(abs(found.gradients[0].elements[i] - byProduct[i] * t) < 1e-6)
      #expect(abs(found.gradients[1].elements[i] - byProduct[i] * b.elements[i] * (1 - t * t)) < 1e-5)
    }
    let kernel = try model.layer(named: "dense").kernel
    for (row, column) in [(0, 1), (1, 2)] {
      let expected = (0..<2).map { weights[row, $0] * kernel[column, $0] }.reduce(0, +)
      #expect(abs(found.gradients[2][row, column] - expected) < 1e-6)
    }
    let error = #expect(throws: DeepLearningError.self) {
      try model.gradients(
        of: model.outputs[0], score: .sum(of: 0), by: left, for: [a, Tensor<Float>(zeros: [3, 3])])
    }
    #expect(error?.problem == "x[0] has 2 examples and x[1] has 3")
  }

  @Test func nothingIsComputedThatIsNotAskedFor() throws {
    let model = try convnet()
    let (first, second) = try (model.layer(named: "first").output, model.layer(named: "second").output)
    #expect(
      try model.planDescription(batchSize: 2, of: first, by: model.inputs) == [
        "ConvolutionForward first (relu)", "ConvolutionBackward first (relu)",
      ])
    #expect(
      try model.planDescription(batchSize: 2, of: model.outputs[0], by: [second]) == [
        "ConvolutionForward first (relu, pooled)", "ConvolutionForward second (relu)", "DenseForward classes",
        "ActivationForward classes", "ActivationBackward classes", "DenseBackward classes",
      ])
    #expect(
      try model.planDescription(batchSize: 2, of: second, by: [first]) == [
        "ConvolutionForward first (relu)", "MaxPoolingForward max_pooling2d", "ConvolutionForward second (relu)",
        "ConvolutionBackward second (relu)", "MaxPoolingBackward max_pooling2d",
      ])
  }

  /// Of a linear head the gradient by the maps is its kernel, so the heat map can be written down.
  @Test func aHeatMapOfAClassIsWhatItsDefinitionSays() throws {
    let inputs = Input(shape: [4, 5, 1])
    let maps = Conv2D(filters: 2, kernelSize: 3, padding: .same, activation: .relu)(inputs)
    let model = try Model(inputs: inputs, outputs: Dense(units: 3)(Flatten()(maps)), seed: 8)
    let found = try model.gradients(of: model.outputs[0], score: .sum(of: 2), by: maps, for: wave([1, 4, 5, 1]))
    let (gradient, values) = (found.gradients[0], found.values[0])
    let kernel = try model.layer(named: "dense").kernel
    for i in 0..<4 {
      for j in 0..<5 {
        let heat = { (weight: (Int, Int, Int) -> Float) in
          (0..<2).map { c in
            let pixels = (0..<4).flatMap { y in (0..<5).map { weight(y, $0, c) } }
            return pixels.reduce(0, +) / 20 * values[0, i, j, c]
          }.reduce(0, +)
        }
        let expected = heat { y, x, c in kernel[(y * 5 + x) * 2 + c, 2] }
        #expect(abs(heat { y, x, c in gradient[0, y, x, c] } - expected) < 1e-6)
      }
    }
  }

  @Test func anImageClimbsToWhatExcitesAFilterMost() throws {
    let (model, images, _) = try weighted()
    let second = try model.layer(named: "second").output
    var image = images.rows(0..<1)
    var scores: [Double] = []
    for _ in 0..<20 {
      let found = try model.gradients(of: second, score: .mean(of: 0), by: model.inputs, for: image)
      scores.append(found.value)
      let length = found.gradients[0].elements.map { $0 * $0 }.reduce(0, +).squareRoot()
      image = Tensor(image.shape, zip(image.elements, found.gradients[0].elements).map { $0 + 0.3 * $1 / length })
    }
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 < $1 })
    #expect(scores[19] > 3 * scores[0])
  }

  // MARK: - Mistakes

  private func mistake(
    _ model: Model, of output: SymbolicTensor? = nil, _ score: OutputScore = .sum(of: 0),
    by source: SymbolicTensor? = nil, for x: Tensor<Float> = wave([2, 11, 9, 2])
  ) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) {
      try model.gradients(of: output ?? model.outputs[0], score: score, by: source ?? model.inputs[0], for: x)
    }
  }

  @Test func tensorsOfOtherModelsAreErrors() throws {
    let (model, other) = try (convnet(), convnet())
    let stranger = try other.layer(named: "second").output
    let problem = "the model does not compute the output of second (Conv2D), [batch, 4, 3, 4]"
    #expect(mistake(model, by: stranger)?.problem == problem)
    #expect(mistake(model, of: stranger)?.problem == problem)
  }

  @Test func aTensorThatTheOutputDoesNotDependOnIsAnError() throws {
    let model = try convnet()
    let (first, second) = try (model.layer(named: "first").output, model.layer(named: "second").output)
    #expect(
      mistake(model, of: first, by: second)?.problem
        == "the output does not depend on the output of second (Conv2D), [batch, 4, 3, 4]")
  }

  @Test func scoresThatDoNotFitAreErrors() throws {
    let model = try convnet()
    #expect(mistake(model, .sum(of: 3))?.expected == "an index from 0 to 2")
    #expect(mistake(model, .mean(of: -1))?.problem == "index -1 of an output of shape [2, 3]")
    #expect(mistake(model, .weighted(wave([3, 2])))?.expected == "[2, 3]")
  }

  @Test func dataThatDoesNotFitIsAnError() throws {
    let model = try convnet()
    #expect(mistake(model, for: wave([2, 9, 11, 2]))?.expected == "[batch, 11, 9, 2]")
    #expect(mistake(model, for: Tensor(zeros: [0, 11, 9, 2]))?.problem.hasPrefix("x is empty") == true)
    #expect(
      mistake(model, for: Tensor([1, 11, 9, 2], repeating: .nan))?.problem.hasPrefix("x[0, 0, 0, 0] is nan") == true)
    let error = #expect(throws: DeepLearningError.self) {
      try model.gradients(of: model.outputs[0], score: .sum(of: 0), by: model.inputs, for: [Tensor<Float>]())
    }
    #expect(error?.problem == "x has 0 tensors")
  }
}
