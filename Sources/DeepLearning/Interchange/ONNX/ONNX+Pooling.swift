internal import Kernels
internal import Tensors

extension ONNXGraph {
  /// Appends a pooling by windows. Neither operator counts the padding.
  mutating func pool(_ call: ONNXCall, by type: String, _ window: ONNXWindow) -> ONNXValue {
    append(
      type, channelsFirst(call.input), shape: call.shape, layer: call.layer,
      ["kernel_shape": window.kernelShape, "strides": window.stride, "pads": window.pads])
  }
}

extension MaxPooling2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let window = ONNXWindow(poolSize, strides: strides, padding: padding, over: call.input.shape)
    return graph.pool(call, by: "MaxPool", window)
  }
}

extension AveragePooling2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let window = ONNXWindow(poolSize, strides: strides, padding: padding, over: call.input.shape)
    return graph.pool(call, by: "AveragePool", window)
  }
}

extension GlobalPoolingLayer {
  /// Height and width are reduced where they lie.
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let axes = call.input.isChannelsFirst ? [2, 3] : [1, 2]
    let name = graph.append(
      Self.kind == .average ? "ReduceMean" : "ReduceMax", [call.input.name], layer: call.layer,
      ["axes": .integers(axes), "keepdims": .integer(keepDims ? 1 : 0)])
    return ONNXValue(name: name, shape: call.shape, isChannelsFirst: keepDims && call.input.isChannelsFirst)
  }
}

extension GlobalAveragePooling2D: ONNXLayer {}
extension GlobalMaxPooling2D: ONNXLayer {}

extension UpSampling2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let factors = Extents(checked: size)
    let scales = graph.constant(Tensor([1, 1, Float(factors.height), Float(factors.width)]), "\(call.layer)/scales")
    let isNearest = interpolation == .nearest
    return graph.append(
      "Resize", graph.channelsFirst(call.input), ["", scales], shape: call.shape, layer: call.layer,
      [
        "mode": .text(isNearest ? "nearest" : "linear"),
        "coordinate_transformation_mode": .text(isNearest ? "asymmetric" : "half_pixel"),
        "nearest_mode": .text("floor"),
      ])
  }
}

extension ZeroPadding2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue {
    let (before, after) = (padding.map { $0[0] }, padding.map { $0[1] })
    let pads =
      call.input.isChannelsFirst ? [0, 0] + before + [0, 0] + after : [0] + before + [0, 0] + after + [0]
    return graph.append(
      "Pad", call.input, [graph.constant(pads, "\(call.layer)/pads")], shape: call.shape, layer: call.layer)
  }
}
