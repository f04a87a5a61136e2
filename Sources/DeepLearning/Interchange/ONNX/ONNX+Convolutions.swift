internal import Kernels
internal import Tensors

/// How windows slide, as ONNX says it.
struct ONNXWindow {
  let kernel: Extents
  let strides: Extents
  var dilations = Extents(checked: [1, 1])
  let padding: Padding

  init(
    _ window: [Int], strides: [Int], padding: WindowPadding, dilationRate: [Int] = [1], over image: [Int]
  ) {
    let sliding = SlidingWindow(checked: window, strides: strides, padding: padding, dilationRate: dilationRate)
    kernel = Extents(checked: window)
    dilations = Extents(checked: dilationRate)
    self.strides = sliding.strides
    self.padding = sliding.zeros(height: image[0], width: image[1])
  }

  var kernelShape: ONNXAttribute { .integers([kernel.height, kernel.width]) }
  var stride: ONNXAttribute { .integers([strides.height, strides.width]) }
  var dilation: ONNXAttribute { .integers([dilations.height, dilations.width]) }
  var pads: ONNXAttribute { .integers([padding.top, padding.left, padding.bottom, padding.right]) }
}

extension ONNXGraph {
  /// Appends a convolution. The filter is [filters, channels / groups, height, width].
  mutating func convolve(
    _ image: ONNXValue, _ filter: Tensor<Float>, bias: Tensor<Float>?, _ window: ONNXWindow, groups: Int,
    shape: [Int], layer: String
  ) -> ONNXValue {
    var weights = [constant(filter, "\(layer)/kernel")]
    if let bias { weights.append(constant(bias, "\(layer)/bias")) }
    return append(
      "Conv", channelsFirst(image), weights, shape: shape, layer: layer,
      [
        "kernel_shape": window.kernelShape, "strides": window.stride, "dilations": window.dilation,
        "pads": window.pads, "group": .integer(groups),
      ])
  }

  /// Appends a depthwise convolution with Keras' kernel [height, width, channels, multiplier].
  mutating func convolveDepthwise(
    _ image: ONNXValue, _ kernel: Tensor<Float>, bias: Tensor<Float>?, _ window: ONNXWindow, shape: [Int],
    layer: String
  ) -> ONNXValue {
    let filter = kernel.transposed([2, 3, 0, 1])
    let channels = filter.shape[0]
    return convolve(
      image, filter.reshaped([channels * filter.shape[1], 1, filter.shape[2], filter.shape[3]]), bias: bias, window,
      groups: channels, shape: shape, layer: layer)
  }
}

extension Conv2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let window = ONNXWindow(
      kernelSize, strides: strides, padding: padding, dilationRate: dilationRate, over: call.input.shape)
    let sums = graph.convolve(
      call.input, try call.weight("kernel").transposed([3, 2, 0, 1]), bias: call.weights["bias"], window,
      groups: groups, shape: call.shape, layer: call.layer)
    return graph.activate(sums, activation, layer: call.layer)
  }
}

extension DepthwiseConv2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let window = ONNXWindow(
      kernelSize, strides: strides, padding: padding, dilationRate: dilationRate, over: call.input.shape)
    let sums = graph.convolveDepthwise(
      call.input, try call.weight("kernel"), bias: call.weights["bias"], window, shape: call.shape, layer: call.layer)
    return graph.activate(sums, activation, layer: call.layer)
  }
}

extension SeparableConv2D: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    let window = ONNXWindow(
      kernelSize, strides: strides, padding: padding, dilationRate: dilationRate, over: call.input.shape)
    let between = Array(call.shape.dropLast()) + [call.input.shape[2] * depthMultiplier]
    let depthwise = graph.convolveDepthwise(
      call.input, try call.weight("depthwise_kernel"), bias: nil, window, shape: between, layer: call.layer)
    let place = ONNXWindow([1], strides: [1], padding: .valid, over: between)
    let sums = graph.convolve(
      depthwise, try call.weight("pointwise_kernel").transposed([3, 2, 0, 1]), bias: call.weights["bias"], place,
      groups: 1, shape: call.shape, layer: call.layer)
    return graph.activate(sums, activation, layer: call.layer)
  }
}

extension Conv2DTranspose: ONNXLayer {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue {
    // The border that `same` cuts off is what the convolution back from the output would need in zeros.
    let window = ONNXWindow(kernelSize, strides: strides, padding: padding, over: call.shape)
    var weights = [graph.constant(try call.weight("kernel").transposed([3, 2, 0, 1]), "\(call.layer)/kernel")]
    if let bias = call.weights["bias"] { weights.append(graph.constant(bias, "\(call.layer)/bias")) }
    let sums = graph.append(
      "ConvTranspose", graph.channelsFirst(call.input), weights, shape: call.shape, layer: call.layer,
      [
        "kernel_shape": window.kernelShape, "strides": window.stride, "pads": window.pads,
        "output_padding": .integers(missing(call, window)),
      ])
    return graph.activate(sums, activation, layer: call.layer)
  }

  /// Rows and columns of the output that no place of the kernel reaches: where strides exceed the kernel.
  private func missing(_ call: ONNXCall, _ window: ONNXWindow) -> [Int] {
    let (input, output) = (call.input.shape, call.shape)
    let rows =
      (input[0] - 1) * window.strides.height + window.kernel.height - window.padding.top - window.padding.bottom
    let columns =
      (input[1] - 1) * window.strides.width + window.kernel.width - window.padding.left - window.padding.right
    return [output[0] - rows, output[1] - columns]
  }
}
