/// A loss of a batch: the sum over all rows, and in the same pass the gradient by the scores.
package enum LossKernel: Hashable, Sendable {
  case classes(ClassLoss)
  case elements(ElementLoss)
  case dice(DiceLoss)

  /// How many sums are written; their sum is that of all weighted losses of rows.
  package var sumCount: Int {
    switch self {
    case .classes(let kernel): kernel.groups.pieces.count
    case .elements(let kernel): kernel.pieces.count
    case .dice: 1
    }
  }

  /// How many losses the sum is of: it divided by this is the mean loss of the batch.
  package var lossCount: Int {
    switch self {
    case .classes(let kernel): kernel.groups.rows
    case .elements(let kernel): kernel.rows
    case .dice: 1
    }
  }

  /// Floats of scratch memory.
  package var workspaceCount: Int {
    if case .dice(let kernel) = self { kernel.workspaceCount } else { 0 }
  }

  package func run(_ operands: LossOperands) {
    switch self {
    case .classes(let kernel): kernel.run(operands)
    case .elements(let kernel): kernel.run(operands)
    case .dice(let kernel): kernel.run(operands)
    }
  }
}
