public import Tensors

/// A weight of a layer, such as a kernel. A class, because the optimizer's state and freezing depend on which one it is.
public final class Parameter {
  /// The layer's name and the weight's own, such as `conv2d/kernel`.
  public let path: String
  /// The weight's own name, such as `kernel`.
  public let name: String
  /// The weight's present value. Its shape never changes.
  public internal(set) var value: Tensor<Float>
  /// What the weight adds to the loss, if anything.
  let regularizer: Regularizer?
  private weak var layer: LayerIdentity?
  /// False for what training changes by other means than gradients, such as moving averages.
  private let followsGradients: Bool

  /// Extents, such as [kernelHeight, kernelWidth, channels, filters].
  public var shape: [Int] { value.shape }
  /// Number of elements.
  public var count: Int { value.count }
  /// Whether gradients change the weight: never of moving averages, else as its layer says.
  public var isTrainable: Bool { followsGradients && layer?.isTrainable ?? true }

  /// Makes a weight and draws its initial value from a generator of its own: seed, layer's name and weight's name decide it.
  init(_ specification: ParameterSpecification, of layer: LayerIdentity, named layerName: String, seed: UInt64) {
    name = specification.name
    path = "\(layerName)/\(specification.name)"
    self.layer = layer
    regularizer = specification.regularizer
    followsGradients = specification.isTrainable
    let generator = RandomGenerator(seed: seed, purpose: "initial weights of \(path)")
    value =
      specification.value
      ?? specification.initializer.makeTensor(shape: specification.shape, generator: generator)
  }
}
