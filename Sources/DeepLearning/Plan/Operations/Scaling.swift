/// y = x · scale + offset. Its gradient is a scaling without offset.
struct Scaling: UnaryOperation {
  let layer: String
  let scale: Float
  var offset: Float = 0
  let count: Int
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    Scaling(layer: layer, scale: scale, count: count, input: outputGradient, output: inputGradient)
  }
}
