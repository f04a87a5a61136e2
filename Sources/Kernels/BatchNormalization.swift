import Tensors

/// Brings every channel to mean 0 and variance 1, then scales and shifts it.
///
/// y = (x − mean) / √(variance + ε) · γ + β, or max of that and 0. Mean and variance are those of the rows (training) or given
/// (inference). Ioffe and Szegedy, "Batch Normalization" (2015).
/// ## Shapes
/// input and output [rows, channels], a row being one place of one image; mean, variance, γ and β [channels]
package struct BatchNormalization: Sendable {
  typealias V = SIMD16<Float>

  package let rows: Int
  package let channels: Int
  package let epsilon: Float
  package let epilogue: Epilogue
  let blocks: RowBlocks

  package init(rows: Int, channels: Int, epsilon: Float = 1e-3, epilogue: Epilogue = .linear) {
    require(min(rows, channels) > 0, "a normalisation of \(rows) x \(channels) has an extent below 1")
    require(epsilon >= 0, "epsilon is at least 0, not \(epsilon)")
    (self.rows, self.channels, self.epsilon, self.epilogue) = (rows, channels, epsilon, epilogue)
    blocks = RowBlocks(rows: rows, channels: channels)
  }

  /// The same normalisation with another epilogue.
  package func withEpilogue(_ epilogue: Epilogue) -> BatchNormalization {
    BatchNormalization(rows: rows, channels: channels, epsilon: epsilon, epilogue: epilogue)
  }

  /// Floats of scratch memory that any pass needs: the constants, and two sums in Double for each piece.
  package var workspaceCount: Int {
    Constants.count(self) + GradientSums.count(pieces: blocks.pieces.count, channels: blocks.paddedChannels)
  }

  /// Normalises by the rows' own mean and variance.
  ///
  /// - Parameters:
  ///   - mean, variance: get the rows' mean and biased variance, which the gradient and the moving averages need.
  ///   - gamma, beta: factor and offset; nil is 1 and 0.
  package func forward(
    input: UnsafePointer<Float>, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    measure(input, mean: mean, variance: variance, workspace: workspace)
    infer(
      input: input, mean: mean, variance: variance, gamma: gamma, beta: beta, output: output, workspace: workspace)
  }

  /// Normalises by a given mean and variance.
  package func infer(
    input: UnsafePointer<Float>, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
    gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let constants = Constants(self, mean: mean, variance: variance, gamma: gamma, beta: beta, memory: workspace)
    blocks.forEachElement { start, c, length in
      let y = constants.normalized(input.vector(start, count: length), c)
      output.store(epilogue == .relu ? y.rectified : y, at: start, count: length)
    }
  }

  /// Mean and biased variance of every channel: of each block in two passes, merged in Double by the rule of Chan, Golub and
  /// LeVeque (1979). What rounding the block's mean to Float loses, `rest` gives back.
  package func measure(
    _ input: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let moments = Moments(blocks, memory: workspace)
    ThreadPool.shared.parallel(blocks.pieces.count) { piece in
      moments.clear(piece)
      var seen = 0
      blocks.forEachBlock(ofPiece: piece) { first, count in
        blocks.forEachVector { c, length in
          let x = input + first * channels + c
          let center = RowBlocks.sum(count) { x.vector($0 * channels, count: length) } / Float(count)
          let (rest, squares) = RowBlocks.sums(count) { row in
            let distance = x.vector(row * channels, count: length) - center
            return (distance, distance * distance)
          }
          moments.merge(piece, c, seen: seen, count: count, center: center, rest: rest, squares: squares)
        }
        seen += count
      }
    }
    blocks.forEachVector { c, length in
      let (center, squares) = moments.merged(c)
      mean.store(SIMD16<Float>(center), at: c, count: length)
      let biased = SIMD16<Float>(squares / Double(rows))
      variance.store(biased.replacing(with: 0, where: biased .< 0), at: c, count: length)
    }
  }
}

/// Mean and sum of squared distances from it, of each piece and channel, in Double.
private struct Moments {
  typealias Wide = SIMD16<Double>

  let blocks: RowBlocks
  private let memory: UnsafeMutableRawPointer

  init(_ blocks: RowBlocks, memory: UnsafeMutablePointer<Float>) {
    self.blocks = blocks
    self.memory = UnsafeMutableRawPointer(memory)
  }

  private func place(_ piece: Int, _ c: Int, _ which: Int) -> UnsafeMutableRawPointer {
    memory + ((2 * piece + which) * blocks.paddedChannels + c) * MemoryLayout<Double>.stride
  }

  func clear(_ piece: Int) {
    for c in stride(from: 0, to: blocks.channels, by: Wide.scalarCount) {
      place(piece, c, 0).storeBytes(of: Wide(repeating: 0), as: Wide.self)
      place(piece, c, 1).storeBytes(of: Wide(repeating: 0), as: Wide.self)
    }
  }

  /// Adds `count` rows to the `seen` ones of a piece, given the sums of distances and squared distances from `center`.
  @inline(__always)
  func merge(
    _ piece: Int, _ c: Int, seen: Int, count: Int, center: SIMD16<Float>, rest: SIMD16<Float>, squares: SIMD16<Float>
  ) {
    let known = (place(piece, c, 0).loadUnaligned(as: Wide.self), place(piece, c, 1).loadUnaligned(as: Wide.self))
    let lost = Wide(rest) / Double(count)
    let own = (Wide(center) + lost, Wide(squares) - lost * lost * Double(count))
    let merged = Self.merge(known, seen, own, count)
    place(piece, c, 0).storeBytes(of: merged.0, as: Wide.self)
    place(piece, c, 1).storeBytes(of: merged.1, as: Wide.self)
  }

  @inline(__always)
  private static func merge(_ a: (Wide, Wide), _ countA: Int, _ b: (Wide, Wide), _ countB: Int) -> (Wide, Wide) {
    let share = Double(countB) / Double(countA + countB)
    let distance = b.0 - a.0
    return (a.0 + distance * share, a.1 + b.1 + distance * distance * (Double(countA) * share))
  }

  /// The moments of all rows, merged in the order of the pieces.
  func merged(_ c: Int) -> (Wide, Wide) {
    var result = (Wide(repeating: 0), Wide(repeating: 0))
    var seen = 0
    for piece in 0..<blocks.pieces.count {
      let own = (place(piece, c, 0).loadUnaligned(as: Wide.self), place(piece, c, 1).loadUnaligned(as: Wide.self))
      let count = blocks.rows(ofPiece: piece).count
      result = Self.merge(result, seen, own, count)
      seen += count
    }
    return result
  }
}
