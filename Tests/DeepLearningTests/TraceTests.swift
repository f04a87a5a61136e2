import DeepLearning
import Tensors
import Testing

/// The book's networks follow Keras' losses from the same weights through twenty steps.
@Suite struct TraceTests {
  struct Trace: Decodable {
    let name: String
    let shapes: [[Int]]
    let losses: [Double]
  }

  /// What `make_trace_fixtures.py` gives its function `trace`.
  struct Settings {
    var count = 4
    var classes = 2
    var learningRate = 1e-3
    var gain = 1.0
    var scale = 255.0
    var isPerPixel = false
    var convention: InputConvention?
  }

  private static func mnist() throws -> Model {
    var t = Input(shape: [28, 28, 1])
    let inputs = t
    for filters in [32, 64] {
      t = MaxPooling2D(poolSize: 2)(Conv2D(filters: filters, kernelSize: 3, activation: .relu)(t))
    }
    t = Flatten()(Conv2D(filters: 128, kernelSize: 3, activation: .relu)(t))
    return try Model(inputs: inputs, outputs: Dense(units: 10, activation: .softmax)(t))
  }

  private static func dogs() throws -> Model {
    let inputs = Input(shape: [80, 82, 3])
    var t = Rescaling(1 / 255)(inputs)
    for filters in [32, 64, 128, 256] {
      t = MaxPooling2D(poolSize: 2)(Conv2D(filters: filters, kernelSize: 3, activation: .relu)(t))
    }
    t = Flatten()(Conv2D(filters: 256, kernelSize: 3, activation: .relu)(t))
    return try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(t))
  }

  private static func vgg(isFineTuned: Bool) throws -> Model {
    let base = try VGG16(includeTop: false, inputShape: [48, 40, 3])
    base.trainable = isFineTuned
    for layer in base.layers.dropLast(4) { layer.trainable = false }
    let inputs = Input(shape: [48, 40, 3])
    let t = Dense(units: 256)(Flatten()(base(inputs)))
    return try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(t))
  }

  private static func segmentation() throws -> Model {
    let inputs = Input(shape: [24, 32, 3])
    var t = Rescaling(1 / 255)(inputs)
    for filters in [64, 128, 256] {
      t = Conv2D(filters: filters, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(t)
      t = Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu)(t)
    }
    for filters in [256, 128, 64] {
      t = Conv2DTranspose(filters: filters, kernelSize: 3, padding: .same, activation: .relu)(t)
      t = Conv2DTranspose(filters: filters, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(t)
    }
    let classes = Conv2D(filters: 3, kernelSize: 3, padding: .same, activation: .softmax)
    return try Model(inputs: inputs, outputs: classes(t))
  }

  private static func network(_ name: String) throws -> (model: Model, settings: Settings)? {
    switch name {
    case "mnist": (try mnist(), Settings(count: 16, classes: 10, learningRate: 1e-4, scale: 1))
    case "dogs": (try dogs(), Settings(count: 8, learningRate: 1e-5))
    case "vgg16 frozen": (try vgg(isFineTuned: false), Settings(convention: .caffe))
    case "vgg16 fine-tuned": (try vgg(isFineTuned: true), Settings(learningRate: 1e-6, convention: .caffe))
    case "segmentation":
      (try segmentation(), Settings(count: 2, classes: 3, learningRate: 1e-5, gain: 2, isPerPixel: true))
    case "mini-Xception":
      (try MiniXception(inputShape: [68, 60, 3], dropoutRate: 0), Settings(count: 8, learningRate: 3e-5))
    default: nil
    }
  }

  @Test(arguments: try Fixtures.read("traces.json", as: [Trace].self).map(\.name))
  func theNetworkFollowsKerasForTwentySteps(_ name: String) throws {
    let trace = try #require(try Fixtures.read("traces.json", as: [Trace].self).first { $0.name == name })
    let (model, settings) = try #require(try Self.network(name))
    #expect(model.parameters.map(\.shape) == trace.shapes)
    try TraceNumbers.setWeights(of: model, gain: settings.gain)
    let loss: Loss = settings.classes == 2 ? .binaryCrossentropy : .sparseCategoricalCrossentropy
    try model.compile(optimizer: .rmsprop(learningRate: settings.learningRate), loss: loss)
    for (step, expected) in trace.losses.enumerated() {
      let found = try self.loss(of: model, step: step, settings)
      #expect(abs(found - expected) <= 1e-3 * expected, "step \(step): \(found), Keras \(expected)")
    }
  }

  /// Trains one step.
  private func loss(of model: Model, step: Int, _ settings: Settings) throws -> Double {
    let shape = model.inputs[0].shape
    let batch = TraceNumbers.Batch(
      step: step, shape: shape, count: settings.count, classes: settings.classes, scale: settings.scale,
      cell: settings.isPerPixel ? [8, 8] : [shape[0], shape[1]])
    let images = settings.convention?.preprocessInput(batch.images) ?? batch.images
    let labels = settings.classes == 2 ? batch.labels.reshaped([settings.count, 1]) : batch.labels
    return try model.trainOnBatch(images, labels)["loss"]
  }
}
