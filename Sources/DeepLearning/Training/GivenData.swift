internal import Tensors

/// What an author gives to train or evaluate on, before it is checked.
struct GivenData {
  /// One for each input.
  let x: [any ExampleTensor]
  /// One for each output.
  let y: [any ExampleTensor]
  /// One for each output, or one for all; nil for an output whose examples all count the same.
  var weights: [Tensor<Float>?] = []

  /// How many examples there are, to put them in one batch.
  var count: Int { x.first?.exampleCount ?? 0 }
}
