extension ModelRuntime {
  /// Numbers of the parameters that add to the loss: regularized ones that are trained. A frozen one adds nothing, and a shared
  /// one adds once, as in Keras.
  var regularized: [Int] {
    guard parameters.contains(where: { $0.regularizer != nil }) else { return [] }
    let trained = network.trainedParameters
    return parameters.indices.filter { index in
      parameters[index].regularizer != nil && trained.contains(ObjectIdentifier(parameters[index]))
    }
  }
}
