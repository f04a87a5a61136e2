internal import Kernels

/// y = x · mask / (1 − rate), with one number of the mask for each channel of each image. Its gradient is the same masking.
struct ChannelMasking: UnaryOperation {
  let layer: String
  let kernel: SpatialDropout
  let input: Buffer
  let output: Buffer
  var workspace: Buffer?

  init(layer: String, kernel: SpatialDropout, input: Buffer, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.output = output
  }

  var writes: [Buffer] { [output, workspace].compactMap { $0 } }
  var workspaceCount: Int { kernel.workspaceCount }

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    ChannelMasking(layer: layer, kernel: kernel, input: outputGradient, output: inputGradient)
  }
}
