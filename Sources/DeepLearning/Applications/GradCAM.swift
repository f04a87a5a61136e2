public import Tensors

extension Model {
  /// Where each image has what speaks for a class: a map of heat for every image, from 0 to 1 (Grad-CAM).
  ///
  /// h[i,j] = ReLU(Σ_c w[c] · a[i,j,c]) / max h, with w[c] the mean over i and j of ∂ score / ∂ a[i,j,c]. Where nothing
  /// speaks for the class the map is 0. Source: Selvaraju et al., arXiv:1610.02391, section 3; there the score is what a
  /// softmax is given, here it is what the model gives.
  ///
  ///     let heat = try model.gradCAM(at: model.layer(named: "block5_conv3").output, for: images)
  ///     show(HeatOverlay(photo, heat: heat.row(0)))
  ///
  /// ## Shapes
  /// [batch] + input shape → [batch, height, width], those of the layer's maps
  /// - Parameters:
  ///   - maps: what a layer gives, [batch, height, width, channels]; usually of the last convolution.
  ///   - number: the class to explain; nil takes for each image the one with the greatest score.
  ///   - x: [batch] + input shape
  /// - Throws: `DeepLearningError` when `maps` are none of the model's or no maps, the model does not give one score for each
  ///   class, the class is out of range, or the data does not fit the model.
  public func gradCAM(
    at maps: SymbolicTensor, ofClass number: Int? = nil, for x: Tensor<some Scalar>
  ) throws(DeepLearningError) -> Tensor<Float> {
    guard outputs[0].shape.count == 1, maps.shape.count == 3 else {
      throw DeepLearningError(
        "Grad-CAM", "the model gives \(batchShape(outputs[0].shape)) and the layer \(batchShape(maps.shape))",
        expected: "[batch, classes] and [batch, height, width, channels]")
    }
    let found = try gradients(of: outputs[0], score: try score(ofClass: number, for: x), by: maps, for: x)
    let heats = (0..<x.shape[0]).map { Self.heat(found.values[0].row($0), found.gradients[0].row($0)) }
    return Tensor([x.shape[0]] + maps.shape.prefix(2), heats.flatMap(\.self))
  }

  /// The sum of the class' scores over the batch; an image's gradient is that of its own score.
  private func score(ofClass number: Int?, for x: Tensor<some Scalar>) throws(DeepLearningError) -> OutputScore {
    if let number { return .sum(of: number) }
    let scores = try predict(x)
    let width = outputs[0].shape[0]
    var weights = Tensor<Float>(zeros: scores.shape)
    for (image, answer) in scores.argmax().elements.enumerated() where Int(answer) < width {
      weights[image, Int(answer)] = 1
    }
    return .weighted(weights)
  }

  /// The heat of one image: maps and gradients are [height, width, channels].
  private static func heat(_ maps: Tensor<Float>, _ gradients: Tensor<Float>) -> [Float] {
    let (pixels, channels) = (maps.shape[0] * maps.shape[1], maps.shape[2])
    let (values, slopes) = (maps.elements, gradients.elements)
    let weights = (0..<channels).map { channel in
      (0..<pixels).reduce(Float(0)) { $0 + slopes[$1 * channels + channel] } / Float(pixels)
    }
    let heat = (0..<pixels).map { pixel in
      max(0, (0..<channels).reduce(Float(0)) { $0 + weights[$1] * values[pixel * channels + $1] })
    }
    let greatest = heat.max() ?? 0
    return greatest > 0 ? heat.map { $0 / greatest } : heat
  }
}
