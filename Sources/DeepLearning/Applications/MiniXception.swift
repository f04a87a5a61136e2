/// Makes the small Xception of Chollet's book, chapter 9: residual blocks of separable convolutions, for images from 0 to 255.
///
/// A convolution of 5 x 5; then for each number in `filters` a block: batch normalisation, ReLU and a separable convolution of
/// 3 x 3, twice, a maximum over 3 x 3 with stride 2, and added to it the block's input through a convolution of 1 x 1 with
/// stride 2; then the mean of each channel, dropout and a dense layer. Source: F. Chollet, arXiv:1610.02357, and "Deep
/// Learning with Python", section 9.3.5.
/// ## Shapes
/// [batch, height, width, channels] → [batch, 1] (sigmoid) for two classes or fewer, else [batch, classes] (softmax)
/// - Parameters:
///   - inputShape: [height, width, channels].
///   - classes: what is told apart.
///   - filters: channels of each block's output.
///   - augmentation: layers that change images at random before all others.
///   - omitted: parts that are left out, to see what they are good for.
///   - momentum: see `BatchNormalization`. With fewer than some five hundred steps of training, 0.9 lets the averages that
///     prediction uses keep up with the weights; the source has 0.99.
///   - dropoutRate: see `Dropout`.
///   - name: the model's name.
///   - seed: see `Model(inputs:outputs:name:seed:)`.
/// - Throws: `DeepLearningError` if the shape does not fit.
// swift-format-ignore: AlwaysUseLowerCamelCase
public func MiniXception(
  inputShape: [Int], classes: Int = 2, filters: [Int] = [32, 64, 128, 256, 512], augmentation: [any Layer] = [],
  without omitted: Set<XceptionPart> = [], momentum: Double = 0.99, dropoutRate: Double = 0.5,
  name: String = "mini_xception", seed: UInt64? = nil
) throws(DeepLearningError) -> Model {
  let block = XceptionBlock(omitted: omitted, momentum: momentum)
  let input = Input(shape: inputShape)
  var t = augmentation.reduce(input) { image, layer in layer(image) }
  t = Rescaling(1 / 255)(t)
  t = Conv2D(filters: 32, kernelSize: 5, useBias: block.usesBias)(t)
  for count in filters { t = block(t, filters: count) }
  t = Dropout(rate: dropoutRate)(GlobalAveragePooling2D()(t))
  let output = classes > 2 ? Dense(units: classes, activation: .softmax) : Dense(units: 1, activation: .sigmoid)
  return try Model(inputs: input, outputs: output(t), name: name, seed: seed)
}

/// A part of the mini-Xception that can be left out.
public enum XceptionPart: String, Hashable, Sendable, CaseIterable {
  /// Batch normalisation; without it convolutions have a bias.
  case batchNormalization
  /// The way round each block.
  case residuals
  /// Separable convolutions; ordinary ones take their place.
  case separableConvolutions
}

/// One block of the mini-Xception.
private struct XceptionBlock {
  let omitted: Set<XceptionPart>
  let momentum: Double

  /// Batch normalisation subtracts the mean, and with it every bias before it.
  var usesBias: Bool { omitted.contains(.batchNormalization) }

  func callAsFunction(_ input: SymbolicTensor, filters: Int) -> SymbolicTensor {
    var t = input
    for _ in 0..<2 { t = convolved(activated(t), filters: filters) }
    t = MaxPooling2D(poolSize: 3, strides: 2, padding: .same)(t)
    guard !omitted.contains(.residuals) else { return t }
    let residual = Conv2D(filters: filters, kernelSize: 1, strides: 2, padding: .same, useBias: false)(input)
    return Add()([t, residual])
  }

  private func activated(_ t: SymbolicTensor) -> SymbolicTensor {
    Activation(.relu)(omitted.contains(.batchNormalization) ? t : BatchNormalization(momentum: momentum)(t))
  }

  private func convolved(_ t: SymbolicTensor, filters: Int) -> SymbolicTensor {
    omitted.contains(.separableConvolutions)
      ? Conv2D(filters: filters, kernelSize: 3, padding: .same, useBias: usesBias)(t)
      : SeparableConv2D(filters: filters, kernelSize: 3, padding: .same, useBias: usesBias)(t)
  }
}
