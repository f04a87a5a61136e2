internal import Kernels

/// Takes the maximum of each channel over the whole image, as `keras.layers.GlobalMaxPooling2D`.
///
/// y[n,c] = max x[n,i,j,c]; equal maxima share the gradient alike.
/// ## Shapes
/// [batch, height, width, channels] → [batch, channels], or [batch, 1, 1, channels] with `keepDims`
public struct GlobalMaxPooling2D: Layer {
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

extension GlobalMaxPooling2D: GlobalPoolingLayer {
  static var typeName: String { "GlobalMaxPooling2D" }
  static var baseName: String { "global_max_pooling2d" }
  static var kind: GlobalPooling.Kind { .maximum }
}
