import Archives
import DeepLearning
import Foundation
import Tensors
import Testing

/// What Keras predicts with the models of `Fixtures/make_keras_files.py`.
struct KerasCase: Decodable {
  let input: Numbers
  let outputs: [Numbers]

  static func read(_ name: String) throws -> KerasCase {
    let cases = try Fixtures.read("keras_files.json", as: [String: KerasCase].self)
    return try #require(cases[name])
  }

  /// The path of a file that Keras saved.
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/keras/\(name)").path()
  }

  func expect(_ model: Model, _ what: String = "") throws {
    let found = try model.predictAll(input.tensor)
    #expect(found.count == outputs.count)
    for (found, expected) in zip(found, outputs) { expectClose(found, expected.tensor, within: 1e-5, what) }
  }
}

/// Files that Keras 3 saved, and files that are saved for it.
struct KerasFileTests {
  static let models = ["branches", "nested", "palette", "shared", "sequential"]

  @Test(arguments: models)
  func aModelThatKerasSavedPredictsTheSame(_ name: String) throws {
    let model = try Model(contentsOf: KerasCase.path("\(name).keras"))
    #expect(model.name == name)
    try KerasCase.read(name).expect(model)
  }

  @Test(arguments: models)
  func aSavedModelComesBack(_ name: String) throws {
    try withTemporaryFolder { folder in
      let model = try Model(contentsOf: KerasCase.path("\(name).keras"))
      try model.save(to: folder + "m.keras")
      let again = try Model(contentsOf: folder + "m.keras")
      #expect(again.weights == model.weights)
      #expect(again.layers.map(\.name) == model.layers.map(\.name))
      #expect(again.layers.map(\.configuration) == model.layers.map(\.configuration))
      #expect(again.layers.map(\.trainable) == model.layers.map(\.trainable))
      try KerasCase.read(name).expect(again)
      try again.save(to: folder + "again.keras")
      #expect(
        try Data(contentsOf: URL(filePath: folder + "m.keras"))
          == Data(contentsOf: URL(filePath: folder + "again.keras")))
    }
  }

  /// Layers of `palette.keras` and their settings there.
  static let settings = [
    ("adapted", "axis=[1, 3] invert=false mean=null variance=null"),
    ("given", "axis=[-1] invert=false mean=[0.125, -0.25, 0.5] variance=[0.5, 2.0, 1.5]"),
    ("inverse", "axis=[] invert=true mean=0.25 variance=0.5"),
    ("random_flip", #"mode="vertical""#),
    ("random_rotation", #"factor=[-0.1, 0.2] fill_mode="constant" fill_value=0.5 interpolation="bilinear""#),
    (
      "random_zoom",
      #"fill_mode="nearest" fill_value=0.0 height_factor=0.2 interpolation="bilinear" width_factor=[-0.3, 0.1]"#
    ),
    (
      "random_translation",
      #"fill_mode="wrap" fill_value=0.0 height_factor=0.1 interpolation="nearest" width_factor=[-0.2, 0.3]"#
    ),
    ("random_contrast", "factor=[0.0, 0.3] value_range=[0.0, 1.0]"),
    ("spatial_dropout2d", "rate=0.25"),
    ("average_pooling2d", #"padding="same" pool_size=[3, 2] strides=[2, 2]"#),
    ("re_lu", "max_value=0.6 negative_slope=0.0 threshold=0.0"),
    ("leaky_re_lu", "negative_slope=0.15"),
    ("elu", "alpha=0.7"),
    ("bent", "max_value=null negative_slope=0.2 threshold=0.3"),
    ("reshape", "target_shape=[-1, 12]"),
    ("softmax", "axis=-1"),
    ("concatenate_1", "axis=1"),
    ("global_average_pooling2d", "keepdims=true"),
    ("global_max_pooling2d", "keepdims=false"),
    ("activation", #"activation="elu""#),
  ]

  @Test(arguments: settings)
  func settingsThatKerasWroteAreRead(_ layer: String, _ settings: String) throws {
    let model = try Model(contentsOf: KerasCase.path("palette.keras"))
    #expect(try model.layer(named: layer).configuration == settings)
  }

  @Test func whatKerasMakesWithoutTrainableIsWrittenWithoutIt() throws {
    try withTemporaryFolder { folder in
      let x = Input(shape: [4, 4, 2])
      let model = try Model(inputs: x, outputs: Dropout(rate: 0.5)(SpatialDropout2D(rate: 0.25)(x)))
      try model.save(to: folder + "m.keras")
      let reader = try ArchiveReader(name: "m.keras", .zip)
      try reader.open(file: folder + "m.keras")
      while let member = try reader.nextMember(), member != "config.json" {}
      let configuration = String(decoding: try reader.content(limit: 1 << 16), as: UTF8.self)
      #expect(configuration.contains(#""name": "spatial_dropout2d", "rate": 0.25}"#))
      #expect(configuration.contains(#""name": "dropout", "rate": 0.5, "trainable": true}"#))
    }
  }

  @Test func namesSharingAndFreezingAreKept() throws {
    let nested = try Model(contentsOf: KerasCase.path("nested.keras"))
    let block = try nested.layer(named: "block")
    #expect(!block.trainable)
    #expect(block.model?.layers.map(\.name) == ["input_layer", "inner_conv", "batch_normalization"])
    #expect(nested.trainableParameterCount == 26 + 170)
    let shared = try Model(contentsOf: KerasCase.path("shared.keras"))
    #expect(shared.layers.map(\.name).filter { $0 == "twice" }.count == 1)
    #expect(shared.parameterCount == 38 + 12)
  }

  @Test func aLoadedModelTrains() throws {
    let model = try Model(contentsOf: KerasCase.path("sequential.keras"), seed: 1)
    try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .sparseCategoricalCrossentropy)
    let x = wave([8, 6, 6, 1])
    let labels = Tensor<Int32>((0..<8).map { Int32($0 % 2) })
    let losses = try model.fit(x, labels, epochs: 12, batchSize: 8)["loss"]
    #expect(try #require(losses.last) < #require(losses.first))
  }

  @Test func aModelThatStartsInsideAnotherIsSavedWithInputsOfItsOwn() throws {
    try withTemporaryFolder { folder in
      let inputs = Input(shape: [4])
      let hidden = Dense(units: 3, name: "hidden")(inputs)
      _ = try Model(inputs: inputs, outputs: hidden)
      let head = try Model(inputs: hidden, outputs: Dense(units: 2, name: "classes")(hidden))
      try head.save(to: folder + "m.keras")
      let again = try Model(contentsOf: folder + "m.keras")
      #expect(again.layers.map(\.name) == ["hidden_input", "classes"])
      #expect(try again.predict(wave([2, 3])) == head.predict(wave([2, 3])))
    }
  }

  @Test func whatKerasCannotReadIsNotWritten() throws {
    let dense = Dense(units: 4, name: "both")
    let inner = Input(shape: [4])
    let model = try Model(inputs: inner, outputs: dense(inner), name: "inner")
    let inputs = Input(shape: [4])
    let outer = try Model(inputs: inputs, outputs: dense(model(inputs)), name: "outer")
    let error = #expect(throws: DeepLearningError.self) { try outer.save(to: "/tmp/never.keras") }
    #expect(error?.place.hasSuffix("layer 'both' (Dense) in outer") == true)
    let twice = try Sequential(inputShape: [4], [dense, dense], name: "twice")
    #expect(throws: DeepLearningError.self) { try twice.save(to: "/tmp/never.keras") }
    let unwritable = #expect(throws: DeepLearningError.self) { try model.save(to: "/nowhere/m.keras") }
    #expect(unwritable?.place == "/nowhere/m.keras")
  }
}

/// Weights in HDF5 files of Keras 3 and Keras 2.
struct KerasWeightTests {
  private func branches() throws -> Model {
    let x = Input(shape: [9, 8, 2])
    var t = Rescaling(0.5, offset: -0.1)(x)
    t = Conv2D(filters: 4, kernelSize: 3, padding: .same, activation: .relu)(t)
    let left = MaxPooling2D(poolSize: 2, padding: .same)(t)
    let right = DepthwiseConv2D(kernelSize: 3, strides: 2, padding: .same, useBias: false)(t)
    t = BatchNormalization()(Add()([left, right]))
    t = Concatenate()([t, SeparableConv2D(filters: 3, kernelSize: 3, padding: .same, activation: .tanh)(t)])
    t = Dropout(rate: 0.4)(t)
    let classes = Dense(units: 3, activation: .softmax)(GlobalAveragePooling2D()(t))
    let masks = Conv2DTranspose(filters: 2, kernelSize: 3, strides: 2, padding: .same, activation: .sigmoid)(t)
    return try Model(inputs: x, outputs: [classes, masks])
  }

  @Test func weightsThatKerasSavedFitTheSameGraph() throws {
    let model = try branches()
    try model.loadWeights(from: KerasCase.path("branches.weights.h5"))
    try KerasCase.read("branches").expect(model)
  }

  @Test func savedWeightsComeBackToTheBit() throws {
    try withTemporaryFolder { folder in
      let (model, other) = (try branches(), try branches())
      try model.loadWeights(from: KerasCase.path("branches.weights.h5"))
      try model.saveWeights(to: folder + "w.weights.h5")
      try other.loadWeights(from: folder + "w.weights.h5")
      #expect(other.weights == model.weights)
      #expect(throws: DeepLearningError.self) { try model.saveWeights(to: folder + "w.h5") }
    }
  }

  private func plain(filters: Int = 3) throws -> Model {
    let x = Input(shape: [6, 6, 3])
    let t = MaxPooling2D(poolSize: 2)(Conv2D(filters: 2, kernelSize: 3)(x))
    return try Model(inputs: x, outputs: Conv2D(filters: filters, kernelSize: 2, name: "last")(t))
  }

  @Test func weightsInTheLayoutOfKeras2AreRead() throws {
    let model = try plain()
    try model.loadWeights(from: KerasCase.path("plain.h5"))
    try KerasCase.read("plain").expect(model)
  }

  @Test func aNestedModelsTrainedWeightsComeFirstInKeras2() throws {
    let inner = Input(shape: [5, 5, 2])
    let block = try Model(
      inputs: inner, outputs: Conv2D(filters: 2, kernelSize: 2)(BatchNormalization()(inner)), name: "block")
    let x = Input(shape: [6, 6, 1])
    let t = Flatten()(block(Conv2D(filters: 2, kernelSize: 2)(x)))
    let model = try Model(inputs: x, outputs: Dense(units: 2)(t))
    try model.loadWeights(from: KerasCase.path("chain.legacy.h5"))
    try KerasCase.read("chain").expect(model)
  }

  @Test func misfitsNameTheArrayAndBothShapesAndChangeNothing() throws {
    let wide = try plain(filters: 4)
    let before = wide.weights
    let path = KerasCase.path("plain.h5")
    let shape = #expect(throws: DeepLearningError.self) { try wide.loadWeights(from: path) }
    #expect(shape?.problem == "'block2_conv1/block2_conv1_W_1:0' (last/kernel) has shape [2, 2, 2, 3]")
    #expect(shape?.expected == "shape [2, 2, 2, 4]")
    #expect(wide.weights == before)
    let number = #expect(throws: DeepLearningError.self) {
      try wide.loadWeights(from: KerasCase.path("chain.legacy.h5"))
    }
    #expect(number?.problem == "holds weights of 3 layers: block1_conv1, block, fc")
    let extra = #expect(throws: DeepLearningError.self) {
      try wide.loadWeights(from: KerasCase.path("branches.weights.h5"))
    }
    #expect(extra?.problem.contains("of shape [4], which the model has not") == true)
    #expect(wide.weights == before)
  }

  @Test func aMissingArrayIsNamed() throws {
    try withTemporaryFolder { folder in
      let inputs = Input(shape: [4])
      let short = try Model(inputs: inputs, outputs: Dense(units: 5, useBias: false)(inputs))
      try short.saveWeights(to: folder + "w.weights.h5")
      let model = try Model(inputs: inputs, outputs: Dense(units: 5, name: "classes")(inputs))
      let error = #expect(throws: DeepLearningError.self) { try model.loadWeights(from: folder + "w.weights.h5") }
      #expect(error?.problem == "has no 'layers/dense/vars/1' (classes/bias)")
      #expect(error?.expected == "one of shape [5]")
    }
  }
}
