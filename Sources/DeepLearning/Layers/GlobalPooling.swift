internal import Kernels

/// What layers have in common that make one value of each channel of an image.
protocol GlobalPoolingLayer: ConfigurableLayer {
  static var kind: GlobalPooling.Kind { get }
  var keepDims: Bool { get }

  init(keepDims: Bool, name: String?)
}

extension GlobalPoolingLayer {
  var settings: Settings { ["keepdims": .bool(keepDims)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(keepDims: try settings.bool("keepdims", default: false), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    return keepDims ? [1, 1, image.channels] : [image.channels]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let output = builder.value(shape: call.shape)
    let kernel = GlobalPooling(
      Self.kind, batch: builder.batch, places: input.shape[0] * input.shape[1], channels: input.shape[2])
    builder.append(
      GlobalPoolingForward(layer: call.name, kernel: kernel, input: input.buffer, output: output.buffer))
    return output
  }
}
