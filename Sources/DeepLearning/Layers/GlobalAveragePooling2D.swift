internal import Kernels

/// Takes the mean of each channel over the whole image, as `keras.layers.GlobalAveragePooling2D`.
///
/// y[n,c] = Σ x[n,i,j,c] / (height · width)
/// ## Shapes
/// [batch, height, width, channels] → [batch, channels], or [batch, 1, 1, channels] with `keepDims`
public struct GlobalAveragePooling2D: Layer {
  /// Whether height and width stay as axes of extent 1.
  public let keepDims: Bool
  private let identity: LayerIdentity

  /// Makes a pooling over whole images.
  public init(keepDims: Bool = false, name: String? = nil) {
    self.keepDims = keepDims
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension GlobalAveragePooling2D: GlobalPoolingLayer {
  static var typeName: String { "GlobalAveragePooling2D" }
  static var baseName: String { "global_average_pooling2d" }
  static var kind: GlobalPooling.Kind { .average }
}
