internal import Tensors

/// Runs a plan on one device. Nothing above it names a pointer or a thread.
///
/// Each family of operations adds its protocol here, so that no executor can forget an operation.
protocol Executor: AnyObject, ConvolutionExecutor, FilterExecutor, SeparableExecutor, LinearMapExecutor,
  PoolingExecutor, DenseExecutor, ElementwiseExecutor, ObjectiveExecutor, NormalizationExecutor, CombinationExecutor,
  LambdaExecutor, AugmentationExecutor
{
  var plan: Plan { get }
  /// Where the backward pass leaves the gradients by the parameters.
  var gradients: GradientStore { get }

  /// Brings the named examples into a buffer, one after another.
  ///
  /// - Parameters:
  ///   - order: numbers of examples.
  ///   - batch: which places of `order`.
  func load(_ examples: Examples, order: [Int], batch: Range<Int>, into buffer: Buffer)
  /// Runs the forward pass; the number of the step decides what random layers draw.
  ///
  /// - Throws: `DeepLearningError` of a layer that is an author's own function.
  func runForward(step: Int) throws(DeepLearningError)
  /// Runs the backward pass of the step that ran forward last.
  ///
  /// - Throws: `DeepLearningError` of a layer that is an author's own function.
  func runBackward() throws(DeepLearningError)
  /// What the regularizers of the parameters of these numbers add to the loss.
  func penalty(of parameters: [Int]) -> Double
  /// Updates every trained parameter by its gradient, to which its regularizer adds its own, and what changes by other means,
  /// such as moving averages.
  func update(_ optimizer: Optimizer, state: OptimizerState) throws(DeepLearningError)

  /// The sums that lie in a buffer, some for each piece of work, added in the order of the pieces.
  func sums(_ buffer: Buffer, width: Int) -> [Double]
  /// Copies a buffer to the elements of a tensor that start at `position`.
  func copy(_ buffer: Buffer, to tensor: inout Tensor<Float>, at position: Int)
  /// Runs the forward pass again and names the first layer whose output is not finite.
  func firstNonFiniteLayer() -> String?
}
