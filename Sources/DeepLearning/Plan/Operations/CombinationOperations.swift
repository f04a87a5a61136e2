internal import Kernels

/// Two values joined element by element, and ReLU where it follows alone.
struct CombinationForward: ForwardOperation {
  /// One of the two: its buffer and its extents, batch included, axes of extent 1 being repeated.
  struct Operand: Sendable {
    let buffer: Buffer
    let shape: [Int]
  }

  let layer: String
  let kernel: Combination
  let left: Operand
  let right: Operand
  /// Extents of the result, batch included.
  let shape: [Int]
  let output: Buffer

  init(
    layer: String, function: Combination.Function, left: Operand, right: Operand, output: Buffer,
    epilogue: Epilogue = .linear
  ) {
    self.layer = layer
    self.left = left
    self.right = right
    self.output = output
    shape = zip(left.shape, right.shape).map { max($0, $1) }
    kernel = Combination(function, Broadcast(left: left.shape, right: right.shape), epilogue: epilogue)
  }

  private var count: Int { kernel.broadcast.count }
  var reads: [Buffer] { [left.buffer, right.buffer] }
  var writes: [Buffer] { [output] }
  var differentiable: [Buffer] { reads }
  var details: String { "\(kernel.function)" + (kernel.epilogue == .relu ? ", relu" : "") }

  func run(on executor: any Executor) { executor.run(self) }

  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    guard let next = consumer as? ActivationForward, next.function == .relu, kernel.epilogue == .linear else {
      return nil
    }
    return CombinationForward(
      layer: layer, function: kernel.function, left: left, right: right, output: next.output, epilogue: .relu)
  }
}

// MARK: - The gradients

extension CombinationForward {
  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    let gradient = rectified(outputGradient, &pass)
    switch kernel.function {
    case .sum:
      give(gradient, to: left, &pass)
      give(gradient, to: right, &pass)
    case .difference:
      give(gradient, to: left, &pass)
      giveNegative(of: gradient, &pass)
    case .product:
      giveProduct(of: gradient, with: right, to: left, &pass)
      giveProduct(of: gradient, with: left, to: right, &pass)
    case .maximum, .minimum: split(gradient, &pass)
    }
  }

  /// The gradient before ReLU.
  private func rectified(_ gradient: Buffer, _ pass: inout GradientPass) -> Buffer {
    guard kernel.epilogue == .relu else { return gradient }
    let relu = ActivationForward(
      layer: layer, function: .relu, rows: 1, columns: count, input: output, output: output)
    let result = pass.floats(count)
    pass.append(ActivationBackward(forward: relu, outputGradient: gradient, inputGradient: result))
    return result
  }

  /// Passes a gradient of the result's shape on, summed over the axes along which the operand was repeated.
  private func give(_ gradient: Buffer, to operand: Operand, _ pass: inout GradientPass) {
    guard operand.shape != shape else { return pass.pass(gradient, to: operand.buffer, layer: layer) }
    guard let target = pass.destination(for: operand.buffer, layer: layer) else { return }
    pass.append(
      RepetitionSum(
        layer: layer, kernel: AxisSum(source: shape, target: operand.shape), source: gradient, target: target))
  }

  private func giveNegative(of gradient: Buffer, _ pass: inout GradientPass) {
    guard pass.wants(right.buffer) else { return }
    let negative = pass.floats(count)
    pass.append(Scaling(layer: layer, scale: -1, count: count, input: gradient, output: negative))
    give(negative, to: right, &pass)
  }

  private func giveProduct(
    of gradient: Buffer, with factor: Operand, to operand: Operand, _ pass: inout GradientPass
  ) {
    guard pass.wants(operand.buffer) else { return }
    let product = pass.floats(count)
    pass.append(
      CombinationForward(
        layer: layer, function: .product, left: Operand(buffer: gradient, shape: shape), right: factor, output: product)
    )
    give(product, to: operand, &pass)
  }

  private func split(_ gradient: Buffer, _ pass: inout GradientPass) {
    let shares = [left, right].map { pass.wants($0.buffer) ? pass.floats(count) : nil }
    pass.append(
      CombinationSplit(forward: self, outputGradient: gradient, leftGradient: shares[0], rightGradient: shares[1]))
    for (share, operand) in zip(shares, [left, right]) {
      if let share { give(share, to: operand, &pass) }
    }
  }
}

/// Gives the gradient by a maximum or minimum to where it came from.
struct CombinationSplit: Operation {
  let forward: CombinationForward
  let outputGradient: Buffer
  let leftGradient: Buffer?
  let rightGradient: Buffer?

  var layer: String { forward.layer }
  var reads: [Buffer] { forward.reads + [outputGradient] }
  var writes: [Buffer] { [leftGradient, rightGradient].compactMap { $0 } }

  func run(on executor: any Executor) { executor.run(self) }
}

/// Sums a gradient over the axes along which a value was repeated.
struct RepetitionSum: Operation {
  let layer: String
  let kernel: AxisSum
  let source: Buffer
  let target: Buffer

  var reads: [Buffer] { [source] }
  var writes: [Buffer] { [target] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for values that are joined.
protocol CombinationExecutor {
  func run(_ operation: CombinationForward)
  func run(_ operation: CombinationSplit)
  func run(_ operation: RepetitionSum)
  func run(_ operation: JoiningForward)
  func run(_ operation: JoiningBackward)
}
