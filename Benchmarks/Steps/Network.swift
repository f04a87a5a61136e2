import DeepLearning
import Tensors

/// The networks of `peers/networks.md`.
enum Network: String, CaseIterable {
  case mnist, dogs
  case dogsAugmented = "dogs_aug"
  case vgg16
  case vggFrozen = "vgg_frozen"
  case vggFinetune = "vgg_finetune"
  case seg, xception

  /// Images of a step.
  func batch(trains: Bool) -> Int {
    switch self {
    case .mnist: trains ? 64 : 256
    case .seg: 16
    default: 32
    }
  }

  /// Shape of an image.
  var imageShape: [Int] {
    switch self {
    case .mnist: [28, 28, 1]
    case .seg: [200, 200, 3]
    default: [180, 180, 3]
    }
  }

  /// The greatest value of a pixel.
  var scale: Float { self == .mnist ? 1 : 255 }

  /// Classes of each label, and labels of an image.
  var classes: Int { self == .mnist ? 10 : self == .seg ? 3 : 2 }
  var labelShape: [Int] { self == .seg ? [200, 200] : self == .mnist ? [] : [1] }

  /// The network, compiled.
  func model() throws -> Model {
    let inputs = Input(shape: imageShape)
    let model = try Model(inputs: inputs, outputs: outputs(inputs), name: rawValue)
    try model.compile(
      optimizer: .rmsprop(learningRate: self == .vggFinetune ? 1e-5 : 1e-3),
      loss: classes > 2 ? .sparseCategoricalCrossentropy : .binaryCrossentropy)
    return model
  }

  private func outputs(_ inputs: SymbolicTensor) throws -> SymbolicTensor {
    switch self {
    case .mnist:
      var x = Self.convolutions(inputs, [32, 64], isPooled: true)
      x = Self.convolutions(x, [128], isPooled: false)
      return Dense(units: 10, activation: .softmax)(Flatten()(x))
    case .dogs: return Dense(units: 1, activation: .sigmoid)(Flatten()(Self.dogs(inputs)))
    case .dogsAugmented:
      let x = Flatten()(Self.dogs(Self.augmented(inputs)))
      return Dense(units: 1, activation: .sigmoid)(Dropout(rate: 0.5)(x))
    case .vgg16: return Self.vgg(inputs)
    case .vggFrozen, .vggFinetune: return try classifier(inputs)
    case .seg: return Self.segmentation(inputs)
    case .xception: return Self.xception(inputs)
    }
  }

  private static func convolutions(_ input: SymbolicTensor, _ filters: [Int], isPooled: Bool) -> SymbolicTensor {
    filters.reduce(input) { x, filters in
      let y = Conv2D(filters: filters, kernelSize: 3, activation: .relu)(x)
      return isPooled ? MaxPooling2D(poolSize: 2)(y) : y
    }
  }

  private static func dogs(_ input: SymbolicTensor) -> SymbolicTensor {
    let x = convolutions(Rescaling(1 / 255)(input), [32, 64, 128, 256], isPooled: true)
    return convolutions(x, [256], isPooled: false)
  }

  private static func augmented(_ input: SymbolicTensor) -> SymbolicTensor {
    RandomZoom(heightFactor: 0.2)(RandomRotation(factor: 0.1)(RandomFlip(.horizontal)(input)))
  }

  private static func vgg(_ input: SymbolicTensor) -> SymbolicTensor {
    var x = input
    for (block, (filters, count)) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)].enumerated() {
      for number in 1...count {
        let name = "block\(block + 1)_conv\(number)"
        x = Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu, name: name)(x)
      }
      x = MaxPooling2D(poolSize: 2, name: "block\(block + 1)_pool")(x)
    }
    return x
  }

  /// A base that is frozen, or but for its last block, and a head that learns.
  private func classifier(_ inputs: SymbolicTensor) throws -> SymbolicTensor {
    let image = Input(shape: imageShape)
    let base = try Model(inputs: image, outputs: Self.vgg(image), name: "vgg16")
    for layer in base.layers where self == .vggFrozen || !layer.name.hasPrefix("block5") { layer.trainable = false }
    var x = Flatten()(base(inputs))
    x = Dropout(rate: 0.5)(Dense(units: 256)(x))
    return Dense(units: 1, activation: .sigmoid)(x)
  }

  private static func segmentation(_ inputs: SymbolicTensor) -> SymbolicTensor {
    var x = Rescaling(1 / 255)(inputs)
    for filters in [64, 128, 256] {
      x = Conv2D(filters: filters, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(x)
      x = Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu)(x)
    }
    for filters in [256, 128, 64] {
      x = Conv2DTranspose(filters: filters, kernelSize: 3, padding: .same, activation: .relu)(x)
      x = Conv2DTranspose(filters: filters, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(x)
    }
    return Conv2D(filters: 3, kernelSize: 3, padding: .same, activation: .softmax)(x)
  }

  /// Blocks of separable convolutions with a shortcut round each.
  private static func xception(_ inputs: SymbolicTensor) -> SymbolicTensor {
    var x = Rescaling(1 / 255)(inputs)
    x = Conv2D(filters: 32, kernelSize: 5, useBias: false)(x)
    for filters in [32, 64, 128, 256, 512] {
      let shortcut = Conv2D(filters: filters, kernelSize: 1, strides: 2, padding: .same, useBias: false)(x)
      for _ in 0..<2 {
        x = Activation(.relu)(BatchNormalization()(x))
        x = SeparableConv2D(filters: filters, kernelSize: 3, padding: .same, useBias: false)(x)
      }
      x = MaxPooling2D(poolSize: 3, strides: 2, padding: .same)(x)
      x = Add()([x, shortcut])
    }
    x = Dropout(rate: 0.5)(GlobalAveragePooling2D()(x))
    return Dense(units: 1, activation: .sigmoid)(x)
  }
}
