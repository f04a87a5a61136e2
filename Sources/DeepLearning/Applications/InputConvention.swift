public import Tensors

/// What a network's weights expect of an image: the order of its channels, and the zero and the unit of its values.
///
/// y[c] = (x[c′] / divisor − mean[c]) / deviation[c]; c′ is c, or 2 − c where the order is blue, green, red.
/// Weights carry their convention; a network that is given images in another one still answers, but wrongly.
public struct InputConvention: Hashable, Sendable, CustomStringConvertible {
  /// Whether the network's channels are blue, green, red; those of an image are red, green, blue.
  public let reversesChannels: Bool
  /// What pixels from 0 to 255 are divided by first.
  public let divisor: Float
  /// What is then taken away of each of the network's channels.
  public let mean: [Float]
  /// What each of the network's channels is then divided by.
  public let deviation: [Float]

  /// Makes a convention for three channels.
  public init(reversesChannels: Bool = false, divisor: Float = 1, mean: [Float], deviation: [Float] = [1, 1, 1]) {
    precondition(
      mean.count == 3 && deviation.count == 3 && divisor != 0 && !deviation.contains(0),
      "three channels need three means and deviations other than 0: \(mean), \(deviation); divisor \(divisor)")
    self.reversesChannels = reversesChannels
    self.divisor = divisor
    self.mean = mean
    self.deviation = deviation
  }

  /// Blue, green, red from 0 to 255, less the means of ImageNet: that of the first VGG networks, written for Caffe, and of
  /// `keras.applications.vgg16.preprocess_input`.
  public static let caffe = InputConvention(reversesChannels: true, mean: [103.939, 116.779, 123.68])

  /// Red, green, blue from 0 to 1, less the means of ImageNet, in units of its standard deviations: that of torchvision.
  public static let torchvision = InputConvention(
    divisor: 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

  public var description: String {
    let channels = reversesChannels ? "BGR" : "RGB"
    let unit = Int(exactly: divisor).map { "\($0)" } ?? "\(divisor)"
    let range = divisor == 1 ? channels : "\(channels) / \(unit)"
    let centred = "\(range) − (\(Self.list(mean)))"
    return deviation == [1, 1, 1] ? centred : "(\(centred)) / (\(Self.list(deviation)))"
  }

  private static func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: ", ") }

  /// Converts images to what the network expects, as Keras' `preprocess_input`.
  ///
  /// ## Shapes
  /// [..., 3] → [..., 3]
  /// - Parameter images: red, green, blue from 0 to 255.
  public func preprocessInput(_ images: Tensor<some Scalar>) -> Tensor<Float> {
    precondition(images.shape.last == 3, "images have three channels, not the shape \(images.shape)")
    let pixels = images.elements
    let values = pixels.indices.map { place in
      let channel = place % 3
      let source = reversesChannels ? place - channel + 2 - channel : place
      return (Float(pixels[source].asDouble) / divisor - mean[channel]) / deviation[channel]
    }
    return Tensor(images.shape, values)
  }

  /// Converts images within a graph: a frozen convolution of 1 x 1, which every format of models can keep.
  ///
  ///     let features = base(try weights.convention.preprocessInput(inputs))
  /// ## Shapes
  /// [batch, height, width, 3] → [batch, height, width, 3]
  /// - Throws: `DeepLearningError` unless `images` has three channels.
  public func preprocessInput(_ images: SymbolicTensor) throws(DeepLearningError) -> SymbolicTensor {
    guard images.shape.count == 3, images.shape[2] == 3 else {
      throw DeepLearningError(
        "preprocessInput", "got an input of shape \(batchShape(images.shape))", expected: "[batch, height, width, 3]")
    }
    let input = Input(shape: images.shape)
    let layer = Conv2D(filters: 3, kernelSize: 1, name: "preprocess_input")
    let model = try Model(inputs: input, outputs: layer(input))
    try model.setWeights([kernel, Tensor(zip(mean, deviation).map { -$0 / $1 })])
    model.trainable = false
    return model(images)
  }

  /// [1, 1, channel of the image, channel of the network]
  private var kernel: Tensor<Float> {
    var kernel = Tensor<Float>(zeros: [1, 1, 3, 3])
    for channel in 0..<3 {
      let source = reversesChannels ? 2 - channel : channel
      kernel[0, 0, source, channel] = 1 / (divisor * deviation[channel])
    }
    return kernel
  }
}
