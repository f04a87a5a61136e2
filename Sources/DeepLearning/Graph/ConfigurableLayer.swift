/// A layer that can be made from the settings that Keras writes.
protocol ConfigurableLayer: Layer, LayerRule {
  /// Makes the layer from settings under Keras' names, taking each from the reader.
  ///
  /// - Throws: a problem naming a setting that is missing or not known.
  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem)
}

/// Every kind of layer that can be read from a configuration.
enum LayerKinds {
  static var all: [any ConfigurableLayer.Type] {
    [
      Activation.self,
      Add.self,
      Average.self,
      AveragePooling2D.self,
      BatchNormalization.self,
      Concatenate.self,
      Conv2D.self,
      Conv2DTranspose.self,
      Dense.self,
      DepthwiseConv2D.self,
      Dropout.self,
      ELU.self,
      Flatten.self,
      GlobalAveragePooling2D.self,
      GlobalMaxPooling2D.self,
      LeakyReLU.self,
      MaxPooling2D.self,
      Maximum.self,
      Minimum.self,
      Multiply.self,
      Normalization.self,
      RandomContrast.self,
      RandomFlip.self,
      RandomRotation.self,
      RandomTranslation.self,
      RandomZoom.self,
      ReLU.self,
      Rescaling.self,
      Reshape.self,
      SeparableConv2D.self,
      Softmax.self,
      SpatialDropout2D.self,
      Subtract.self,
      UpSampling2D.self,
      ZeroPadding2D.self,
    ]
  }

  /// Makes a layer of Keras' class from its settings, the common ones `name` and `trainable` included.
  ///
  /// - Throws: a problem naming the class or the setting that is not known.
  static func layer(_ typeName: String, config: [String: SettingValue]) throws(LayerProblem) -> any Layer {
    guard let kind = all.first(where: { $0.typeName == typeName }) else {
      throw LayerProblem(
        "is a \(typeName)", needed: "one of " + all.map { $0.typeName }.sorted().joined(separator: ", "))
    }
    var settings = SettingsReader(config)
    let name = try settings.text("name", default: "")
    let isTrainable = try settings.bool("trainable", default: true)
    let layer = try kind.init(from: &settings, name: name.isEmpty ? nil : name)
    try settings.finish()
    layer.trainable = isTrainable
    return layer
  }
}
