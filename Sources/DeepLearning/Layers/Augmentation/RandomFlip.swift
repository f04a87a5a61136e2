internal import Kernels

/// Mirrors half of the images while training, as `keras.layers.RandomFlip`. At other times it does nothing.
///
/// Which images follows from the model's seed, the layer's name, the step and the image's place in the batch.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct RandomFlip: Layer {
  /// How images are mirrored.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// Left and right change places.
    case horizontal
    /// Top and bottom change places.
    case vertical
    /// Both at once, or neither, as in Keras 3: the image is turned by 180°.
    case horizontalAndVertical = "horizontal_and_vertical"
  }

  /// How images are mirrored.
  public let mode: Mode
  private let identity: LayerIdentity

  /// Makes a mirroring.
  public init(_ mode: Mode = .horizontalAndVertical, name: String? = nil) {
    self.mode = mode
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension RandomFlip: ConfigurableLayer {
  static var typeName: String { "RandomFlip" }
  static var baseName: String { "random_flip" }
  var settings: Settings { ["mode": .text(mode.rawValue)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    _ = settings.take("seed")
    self.init(try settings.choice("mode", default: .horizontalAndVertical), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    _ = try imageShape(of: inputs)
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard builder.mode == .training else { return call.inputs[0] }
    let output = builder.value(shape: call.shape)
    let kernel = ImageMirror(batch: builder.batch, image: (call.shape[0], call.shape[1], call.shape[2]))
    let axes = Mirroring(flipsRows: mode != .horizontal, flipsColumns: mode != .vertical)
    builder.append(
      MirrorForward(
        layer: call.name, kernel: kernel, axes: axes, input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
