/// Makes the VGG network with 16 layers that have weights, as `keras.applications.VGG16`, with Keras' names of layers.
///
///     let weights = try VGG16Weights.imageNet
///     let base = try VGG16(includeTop: false, weights: weights, inputShape: [180, 180, 3])
///     let features = base(try weights.convention.preprocessInput(inputs))
///
/// Five blocks of two or three convolutions of 3 x 3, each with ReLU, and a maximum over 2 x 2; the top is two dense layers
/// of 4096 units and one of `classes`. Source: Simonyan and Zisserman, arXiv:1409.1556, table 1, column D.
/// ## Shapes
/// [batch, height, width, 3] → [batch, classes]; without the top [batch, ⌊height / 32⌋, ⌊width / 32⌋, 512], pooled
/// [batch, 512]
/// - Parameters:
///   - includeTop: whether the dense layers are there.
///   - weights: the weights to begin with; random ones where there are none.
///   - inputShape: [height, width, channels]; without the top at least 32 pixels each way.
///   - pooling: without the top, how each channel of the features becomes one number; nil keeps the maps.
///   - classes: number of outputs of the top.
///   - classifierActivation: what is applied to the top's outputs.
///   - name: the model's name.
///   - seed: see `Model(inputs:outputs:name:seed:)`.
/// - Throws: `DeepLearningError` if the shape does not fit, or the file of weights does not: then it names the array and both
///   shapes.
// swift-format-ignore: AlwaysUseLowerCamelCase
public func VGG16(
  includeTop: Bool = true, weights: VGG16Weights? = nil, inputShape: [Int] = [224, 224, 3],
  pooling: FeaturePooling? = nil, classes: Int = 1000, classifierActivation: ActivationFunction = .softmax,
  name: String = "vgg16", seed: UInt64? = nil
) throws(DeepLearningError) -> Model {
  let input = Input(shape: inputShape)
  let features = VGG16Layers.base(input)
  let output =
    includeTop
    ? VGG16Layers.top(features, classes: classes, activation: classifierActivation)
    : pooling?.pooled(features) ?? features
  let model = try Model(inputs: input, outputs: output, name: name, seed: seed)
  try weights?.load(into: model)
  return model
}

/// How the maps of a network without its top become one number a channel.
public enum FeaturePooling: String, Hashable, Sendable, CaseIterable {
  /// Their mean.
  case average = "avg"
  /// Their maximum.
  case max

  func pooled(_ maps: SymbolicTensor) -> SymbolicTensor {
    self == .average ? GlobalAveragePooling2D()(maps) : GlobalMaxPooling2D()(maps)
  }
}

/// The layers of VGG16 under Keras' names.
enum VGG16Layers {
  /// Number of convolutions and of their filters in each block.
  private static let blocks = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]

  /// The names of the convolutions, first to last.
  static var convolutionNames: [String] {
    blocks.enumerated().flatMap { block, content in (0..<content.0).map { name(block, $0) } }
  }

  private static func name(_ block: Int, _ convolution: Int) -> String { "block\(block + 1)_conv\(convolution + 1)" }

  static func base(_ input: SymbolicTensor) -> SymbolicTensor {
    var t = input
    for (block, (count, filters)) in blocks.enumerated() {
      for number in 0..<count {
        t = Conv2D(
          filters: filters, kernelSize: 3, padding: .same, activation: .relu, name: name(block, number))(t)
      }
      t = MaxPooling2D(poolSize: 2, name: "block\(block + 1)_pool")(t)
    }
    return t
  }

  static func top(_ features: SymbolicTensor, classes: Int, activation: ActivationFunction) -> SymbolicTensor {
    var t = Flatten(name: "flatten")(features)
    t = Dense(units: 4096, activation: .relu, name: "fc1")(t)
    t = Dense(units: 4096, activation: .relu, name: "fc2")(t)
    return Dense(units: classes, activation: activation, name: "predictions")(t)
  }
}
