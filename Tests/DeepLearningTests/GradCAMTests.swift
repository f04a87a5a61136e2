import DeepLearning
import Tensors
import Testing

/// Heat maps of classes.
struct GradCAMTests {
  struct File: Decodable {
    let input: Numbers
    let weights: [Numbers]
    let classOne: Numbers
    let best: Numbers
  }

  private func convnet() throws -> (model: Model, maps: SymbolicTensor) {
    let inputs = Input(shape: [10, 8, 3])
    let first = Conv2D(filters: 4, kernelSize: 3, activation: .relu, name: "first")(inputs)
    let last = Conv2D(filters: 5, kernelSize: 3, activation: .relu, name: "last")(first)
    let scores = Dense(units: 3, activation: .softmax, name: "classes")(GlobalAveragePooling2D()(last))
    return (try Model(inputs: inputs, outputs: scores), last)
  }

  @Test func heatMapsAreThoseOfKeras() throws {
    let file: File = try Fixtures.read("gradcam.json")
    let (model, maps) = try convnet()
    try model.setWeights(file.weights.map(\.tensor))
    let images = file.input.tensor
    try expectClose(model.gradCAM(at: maps, ofClass: 1, for: images), file.classOne.tensor, within: 1e-4)
    try expectClose(model.gradCAM(at: maps, for: images), file.best.tensor, within: 1e-4)
  }

  @Test func whatSpeaksForNothingIsCold() throws {
    let (model, maps) = try convnet()
    try model.setWeights(model.weights.map { Tensor(zeros: $0.shape) })
    let heat = try model.gradCAM(at: maps, ofClass: 0, for: wave([1, 10, 8, 3]))
    #expect(heat == Tensor(zeros: [1, 6, 4]))
  }

  @Test func whatIsNoMapOfClassesIsAnError() throws {
    let (model, maps) = try convnet()
    let flat = #expect(throws: DeepLearningError.self) {
      try model.gradCAM(at: model.outputs[0], for: wave([1, 10, 8, 3]))
    }
    #expect(flat?.expected == "[batch, classes] and [batch, height, width, channels]")
    let absent = #expect(throws: DeepLearningError.self) {
      try model.gradCAM(at: maps, ofClass: 3, for: wave([1, 10, 8, 3]))
    }
    #expect(absent?.expected == "an index from 0 to 2")
  }
}
