import DeepLearning
import Testing

/// Mistakes in graphs, as their author reads them.
struct GraphErrorTests {
  /// The error that making a model of the graph throws, without its location.
  private func error(_ shape: [Int], _ build: (SymbolicTensor) -> SymbolicTensor) -> DeepLearningError? {
    let inputs = Input(shape: shape)
    return #expect(throws: DeepLearningError.self) { try Model(inputs: inputs, outputs: build(inputs)) }
  }

  @Test func aKernelLargerThanTheMapNamesTheLayerAndBothShapes() {
    let error = error([12, 12, 1]) { inputs in
      var t = inputs
      for _ in 0..<3 { t = MaxPooling2D(poolSize: 2)(Conv2D(filters: 4, kernelSize: 3)(t)) }
      return Flatten()(t)
    }
    #expect(error?.place == "conv2d_2 (Conv2D)")
    #expect(error?.problem == "got an input of shape [batch, 1, 1, 4]")
    #expect(error?.expected == "a height and width of at least 3 x 3")
    #expect(error?.hint?.contains("padding: .same") == true)
    #expect(error?.location?.contains("GraphErrorTests.swift:") == true)
  }

  @Test func aConvolutionNeedsImages() {
    let error = error([784]) { Conv2D(filters: 4, kernelSize: 3)($0) }
    #expect(error?.problem == "got an input of shape [batch, 784]")
    #expect(error?.expected == "images [batch, height, width, channels]")
    let pooling = self.error([28, 28]) { MaxPooling2D()($0) }
    #expect(pooling?.place == "max_pooling2d (MaxPooling2D)")
  }

  @Test func settingsOutOfRangeAreErrorsOfTheirLayer() {
    #expect(error([4]) { Dense(units: 0)($0) }?.problem == "units is 0")
    #expect(error([4]) { Dropout(rate: 1)($0) }?.problem == "rate is 1.0")
    #expect(error([4, 4, 1]) { Conv2D(filters: -1, kernelSize: 3)($0) }?.problem == "filters is -1")
    #expect(error([4, 4, 1]) { Conv2D(filters: 1, kernelSize: [1, 2, 3])($0) }?.problem == "kernelSize is [1, 2, 3]")
    #expect(error([4, 4, 1]) { Conv2D(filters: 1, kernelSize: 3, strides: 0)($0) }?.problem == "strides is [0]")
    #expect(error([40, 40, 1]) { MaxPooling2D(poolSize: 17)($0) }?.problem == "poolSize is 17 x 17")
    #expect(error([4]) { Rescaling(.nan)($0) }?.problem == "scale is nan and offset 0.0")
    #expect(error([0, 4]) { $0 }?.place == "input_layer (InputLayer)")
  }

  @Test func onlyTheFirstMistakeIsReported() {
    let error = error([4, 4, 1]) { Dense(units: 0)(Flatten()(Conv2D(filters: 1, kernelSize: 9)($0))) }
    #expect(error?.place == "conv2d (Conv2D)")
  }

  @Test func aMissingInputIsNamed() {
    let error = #expect(throws: DeepLearningError.self) {
      try Model(inputs: Input(shape: [3]), outputs: Dense(units: 2)(Input(shape: [5])))
    }
    #expect(error?.problem == "an output depends on an Input of shape [batch, 5] that is not among the inputs")
  }

  @Test func anUnusedInputIsNamed() {
    let used = Input(shape: [5])
    let error = #expect(throws: DeepLearningError.self) {
      try Model(inputs: [used, Input(shape: [3])], outputs: Dense(units: 2)(used))
    }
    #expect(error?.problem == "no output depends on the input of shape [batch, 3]")
  }

  @Test func twoLayersCannotShareAName() {
    let error = error([4]) { Dense(units: 2, name: "a")(Dense(units: 2, name: "a")($0)) }
    #expect(error?.problem == "two layers are named 'a'")
  }

  @Test func aSharedLayerHasToFitEveryInput() {
    let error = error([4]) {
      let layer = Dense(units: 3)
      return layer(layer($0))
    }
    #expect(error?.problem == "is shared and got an input of shape [batch, 3]")
    #expect(error?.expected == "one that fits its kernel of shape [4, 3]")
  }

  @Test func noInputsOrOutputsIsAnError() {
    let none: [SymbolicTensor] = []
    #expect(throws: DeepLearningError.self) { try Model(inputs: none, outputs: none) }
  }

  @Test func anUnknownLayerListsTheOthers() throws {
    let inputs = Input(shape: [4])
    let model = try Model(inputs: inputs, outputs: Flatten()(Dense(units: 2)(inputs)))
    let error = #expect(throws: DeepLearningError.self) { try model.layer(named: "conv2d") }
    #expect(
      error?.description
        == "model 'functional': has no layer named 'conv2d'; expected one of input_layer, dense, flatten")
    let noKernel = #expect(throws: DeepLearningError.self) { try model.layer(named: "flatten").kernel }
    #expect(noKernel?.description == "flatten (Flatten): has no kernel; expected a layer with weights")
  }

  @Test func anErrorReadsAsOneMessage() {
    let error = DeepLearningError(
      "dense (Dense)", "units is 0", expected: "at least 1", hint: "count", location: "a.md:3")
    #expect(error.description == "dense (Dense): units is 0; expected at least 1\n  called at a.md:3\n  hint: count")
  }
}
