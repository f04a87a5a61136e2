internal import Kernels

/// A layer that moves each image by a transform of its own while training.
protocol WarpLayer: ConfigurableLayer {
  var filling: Filling { get }
  /// What is drawn for each image. The factors have been checked.
  var draw: WarpDraw { get }

  /// - Throws: a problem naming a factor that is out of range.
  func checkFactors() throws(LayerProblem)
}

extension WarpLayer {
  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    _ = try imageShape(of: inputs)
    try checkFactors()
    guard filling.value.isFinite else {
      throw LayerProblem("fillValue is \(filling.value)", needed: "a finite number")
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard builder.mode == .training else { return call.inputs[0] }
    let output = builder.value(shape: call.shape)
    let kernel = ImageWarp(
      batch: builder.batch, image: (call.shape[0], call.shape[1], call.shape[2]), filling: filling.mode.kernel,
      fillValue: Float(filling.value), interpolation: filling.interpolation.kernel)
    builder.append(
      WarpForward(
        layer: call.name, kernel: kernel, draw: draw, input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}

/// What layers that move images have in common: how pixels get their values, inside and outside.
struct Filling: Hashable, Sendable {
  let mode: FillMode
  let interpolation: ImageInterpolation
  let value: Double

  init(mode: FillMode, interpolation: ImageInterpolation, value: Double) {
    (self.mode, self.interpolation, self.value) = (mode, interpolation, value)
  }

  init(from settings: inout SettingsReader) throws(LayerProblem) {
    _ = settings.take("seed")
    mode = try settings.choice("fill_mode", default: .reflect)
    interpolation = try settings.choice("interpolation", default: .bilinear)
    value = try settings.number("fill_value", default: 0)
  }

  /// The settings under Keras' names, with those of the layer itself.
  func settings(with own: [String: SettingValue]) -> Settings {
    var values = own
    values["fill_mode"] = .text(mode.rawValue)
    values["interpolation"] = .text(interpolation.rawValue)
    values["fill_value"] = .number(value)
    return Settings(values)
  }
}
