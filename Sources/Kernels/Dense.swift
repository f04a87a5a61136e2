import Tensors

/// Multiplies each row by a matrix, adds a bias and applies ReLU, in one pass.
///
/// y = x · w + b, or max of that and 0
/// ## Shapes
/// input [batch, inputs], kernel [inputs, units], bias [units], output [batch, units]
package struct Dense: Sendable {
  package let batch: Int
  package let inputs: Int
  package let units: Int
  package let epilogue: Epilogue

  package init(batch: Int, inputs: Int, units: Int, epilogue: Epilogue = .linear) {
    require(min(batch, inputs, units) > 0, "a dense layer of \(batch) x \(inputs) x \(units) has an extent below 1")
    (self.batch, self.inputs, self.units, self.epilogue) = (batch, inputs, units, epilogue)
  }

  /// Floats of scratch memory that either pass needs.
  package var workspaceCount: Int { batch * units }

  /// Columns of the output that one piece computes, rows of the kernel's gradient, and rows of the batch.
  private var unitPieces: Pieces { Pieces(units, most: (units + 63) / 64) }
  private var inputPieces: Pieces { Pieces(inputs, most: min((inputs + 63) / 64, 16)) }
  private var rowPieces: Pieces { Pieces(batch, most: (batch + 15) / 16) }

  /// Computes the layer's output: B x I times I x U, by blocks of rows and columns.
  package func forward(
    input: UnsafePointer<Float>, kernel: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let (rows, columns) = (rowPieces, unitPieces)
    ThreadPool.shared.parallel(rows.count * columns.count) { piece in
      let row = rows.range(piece % rows.count)
      let column = columns.range(piece / rows.count)
      let target = output + row.lowerBound * units + column.lowerBound
      OpenBLAS.multiply(
        input + row.lowerBound * inputs, strideA: inputs, kernel + column.lowerBound, strideB: units, into: target,
        strideC: units, m: row.count, n: column.count, k: inputs)
      for n in 0..<row.count {
        finish(target + n * units, bias: bias.map { $0 + column.lowerBound }, count: column.count)
      }
    }
  }

  private func finish(_ row: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>?, count: Int) {
    if let bias { for f in 0..<count { row[f] += bias[f] } }
    if epilogue == .relu { for f in 0..<count { row[f] = row[f] < 0 ? 0 : row[f] } }
  }

  /// Computes the gradients by input, kernel and bias from the gradient by the output (after the epilogue).
  ///
  /// - Parameters:
  ///   - output: what `forward` wrote; read if the epilogue is ReLU.
  ///   - inputGradient, kernelGradient, biasGradient: overwritten; nil where nobody needs the gradient.
  package func gradients(
    input: UnsafePointer<Float>, kernel: UnsafePointer<Float>, output: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?,
    kernelGradient: UnsafeMutablePointer<Float>?, biasGradient: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let deltas = masked(output, outputGradient, workspace)
    if let biasGradient { sumRows(deltas, into: biasGradient) }
    let pieces = inputPieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      let range = pieces.range(piece)
      if let kernelGradient {
        // I x B times B x U
        OpenBLAS.multiply(
          input + range.lowerBound, .transposed, strideA: inputs, deltas, strideB: units,
          into: kernelGradient + range.lowerBound * units, strideC: units, m: range.count, n: units, k: batch)
      }
      if let inputGradient {
        // B x U times U x I
        OpenBLAS.multiply(
          deltas, strideA: units, kernel + range.lowerBound * units, .transposed, strideB: units,
          into: inputGradient + range.lowerBound, strideC: inputs, m: batch, n: range.count, k: units)
      }
    }
  }

  /// The gradient by the sums: zero where ReLU cut.
  private func masked(
    _ output: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    guard epilogue == .relu else { return gradient }
    for i in 0..<batch * units { workspace[i] = output[i] > 0 ? gradient[i] : 0 }
    return UnsafePointer(workspace)
  }

  private func sumRows(_ deltas: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>) {
    sums.update(repeating: 0, count: units)
    for n in 0..<batch {
      for f in 0..<units { sums[f] += deltas[n * units + f] }
    }
  }
}
