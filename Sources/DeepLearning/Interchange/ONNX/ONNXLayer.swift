internal import Tensors

/// A layer that has a form in ONNX. To give a layer one, let it conform in one of the files beside this.
protocol ONNXLayer: LayerRule {
  /// Appends the operators that compute the output outside training.
  ///
  /// - Throws: a problem naming a setting that has no form in ONNX.
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) throws(LayerProblem) -> ONNXValue
}

/// One call of a layer that is being exported.
struct ONNXCall {
  /// The layer's name with those of the models round it: `vgg16/block1_conv1`.
  let layer: String
  let inputs: [ONNXValue]
  /// Extents of the output without the batch.
  let shape: [Int]
  let weights: [String: Tensor<Float>]

  var input: ONNXValue { inputs[0] }

  /// A weight that the layer always has.
  ///
  /// - Throws: a problem if the layer has it not.
  func weight(_ name: String) throws(LayerProblem) -> Tensor<Float> {
    guard let weight = weights[name] else { throw LayerProblem("has no \(name)", needed: "a layer with weights") }
    return weight
  }
}

/// A layer that does nothing outside training.
protocol ONNXIdentity: ONNXLayer {}

extension ONNXIdentity {
  func export(_ call: ONNXCall, to graph: inout ONNXGraph) -> ONNXValue { call.input }
}

extension Dropout: ONNXIdentity {}
extension RandomContrast: ONNXIdentity {}
extension RandomFlip: ONNXIdentity {}
extension RandomRotation: ONNXIdentity {}
extension RandomTranslation: ONNXIdentity {}
extension RandomZoom: ONNXIdentity {}
extension SpatialDropout2D: ONNXIdentity {}
