/// An operation that slides a filter over images, adds a bias and may apply ReLU.
package protocol FilterKernel: Sendable {
  var epilogue: Epilogue { get }
  /// Floats of scratch memory that a pass needs.
  var forwardWorkspaceCount: Int { get }
  var gradientWorkspaceCount: Int { get }

  /// Multiplications of the forward pass by the textbook's method.
  var multiplications: Int { get }
  /// What computes each pass.
  var methods: ConvolutionMethods { get }

  /// The same operation with ReLU.
  var rectified: Self { get }

  /// Computes the layer's output.
  func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>)

  /// Computes the gradients by input, filter and bias from the gradient by the output (after the epilogue).
  ///
  /// - Parameters:
  ///   - output: what `forward` wrote; read if the epilogue is ReLU.
  ///   - inputGradient, filterGradient, biasGradient: overwritten; nil where nobody needs the gradient.
  func gradients(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, output: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?,
    filterGradient: UnsafeMutablePointer<Float>?, biasGradient: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>)
}

extension FilterKernel {
  /// Floats of scratch memory that serve either pass.
  package var workspaceCount: Int { max(forwardWorkspaceCount, gradientWorkspaceCount) }

  package var methods: ConvolutionMethods {
    ConvolutionMethods(forward: .direct, byInput: .direct, byFilter: .direct)
  }
}

extension DepthwiseConvolution: FilterKernel {
  package var multiplications: Int { geometry.outputCount * geometry.kernelHeight * geometry.kernelWidth }
  package var rectified: DepthwiseConvolution { DepthwiseConvolution(geometry, epilogue: .relu) }
}

extension TransposedConvolution: FilterKernel {
  package var multiplications: Int { geometry.adjoint.multiplications }
  package var rectified: TransposedConvolution { TransposedConvolution(geometry, epilogue: .relu) }
}

extension GroupedConvolution: FilterKernel {
  package var multiplications: Int { geometry.outputCount * geometry.patchCount }
  package var rectified: GroupedConvolution { GroupedConvolution(geometry, epilogue: .relu) }
}

/// A linear map of images that has no weights.
package protocol LinearMap: Sendable {
  func forward(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>)
  /// The adjoint; `inputGradient` is overwritten.
  func gradient(outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>)
}

extension UpSampling: LinearMap {}
extension ZeroPadding: LinearMap {}
extension AveragePooling: LinearMap {}
