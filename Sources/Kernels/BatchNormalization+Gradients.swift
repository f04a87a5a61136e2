import Tensors

/// The gradients. With d the gradient by the output (0 where ReLU cut), n the rows and x̂ the normalised input:
///
/// dβ = Σ d, dγ = Σ d · x̂; dx = γ / √(variance + ε) · (d − dβ / n − x̂ · dγ / n) where mean and variance are the rows' own,
/// else γ / √(variance + ε) · d.
extension BatchNormalization {
  /// Computes the gradients by input, γ and β from the gradient by the output (after the epilogue).
  ///
  /// - Parameters:
  ///   - mean, variance: what the forward pass normalised by.
  ///   - ownMoments: whether those are the rows' own, which depend on the input too.
  ///   - inputGradient, gammaGradient, betaGradient: overwritten; nil where nobody needs the gradient. `inputGradient` may be
  ///     the same memory as `outputGradient`.
  package func gradients(
    input: UnsafePointer<Float>, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>, ownMoments: Bool,
    gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, gammaGradient: UnsafeMutablePointer<Float>?,
    betaGradient: UnsafeMutablePointer<Float>?, workspace: UnsafeMutablePointer<Float>
  ) {
    let constants = Constants(self, mean: mean, variance: variance, gamma: gamma, beta: beta, memory: workspace)
    let sums = GradientSums(
      pieces: blocks.pieces.count, channels: blocks.paddedChannels, memory: workspace + Constants.count(self))
    if ownMoments || gammaGradient != nil || betaGradient != nil {
      ThreadPool.shared.parallel(blocks.pieces.count) { piece in
        sums.clear(piece)
        add(rows: blocks.rows(ofPiece: piece), input, outputGradient, constants, into: sums, piece)
      }
      finish(sums, variance: variance, constants, gammaGradient: gammaGradient, betaGradient: betaGradient)
    }
    guard let inputGradient else { return }
    if !ownMoments { constants.clearShifts() }
    spread(input, outputGradient, constants, into: inputGradient, reads: ownMoments || epilogue == .relu)
  }

  /// Adds Σ d and Σ d · (x − mean) of some rows to a piece's sums, on the calling thread.
  func add(
    rows: Range<Int>, _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ constants: Constants,
    into sums: GradientSums, _ piece: Int
  ) {
    blocks.forEachBlock(of: rows) { first, count in
      blocks.forEachVector { c, length in
        let (x, d) = (input + first * channels + c, gradient + first * channels + c)
        let center = constants.mean.vector(c, V.self)
        let (direct, product) = RowBlocks.sums(count) { row in
          let d = delta(x, d, row * channels, c, length, constants)
          return (d, d * (x.vector(row * channels, count: length) - center))
        }
        sums.add(piece, c, direct, product)
      }
    }
  }

  /// Writes the gradients by γ and β, and what `spread` takes from each value, given the sums of all rows.
  func finish(
    _ sums: GradientSums, variance: UnsafePointer<Float>, _ constants: Constants,
    gammaGradient: UnsafeMutablePointer<Float>?, betaGradient: UnsafeMutablePointer<Float>?
  ) {
    for c in 0..<channels {
      let (direct, product) = sums.total(c)
      let inverse = 1 / (Double(variance[c]) + Double(epsilon)).squareRoot()
      betaGradient?[c] = Float(direct)
      gammaGradient?[c] = Float(product * inverse)
      constants.shift[c] = Float(direct / Double(rows))
      constants.slope[c] = Float(product * inverse * inverse / Double(rows))
    }
  }

  /// The gradient by the normalised, scaled and shifted value: 0 where ReLU cut.
  @inline(__always)
  private func delta(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ at: Int, _ c: Int, _ length: Int,
    _ constants: Constants
  ) -> V {
    let d = gradient.vector(at, count: length)
    guard epilogue == .relu else { return d }
    return d.kept(wherePositive: constants.normalized(input.vector(at, count: length), c))
  }

  /// Writes the gradient by the input; `result` may be the same memory as `gradient`.
  func spread(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ constants: Constants,
    into result: UnsafeMutablePointer<Float>, reads: Bool
  ) {
    guard reads else {
      return blocks.forEachElement { start, c, length in
        let d = gradient.vector(start, count: length)
        result.store(d * constants.factor.vector(c, V.self), at: start, count: length)
      }
    }
    blocks.forEachElement { start, c, length in
      let d = delta(input + start, gradient + start, 0, c, length, constants)
      let distance = input.vector(start, count: length) - constants.mean.vector(c, V.self)
      let own = d - constants.shift.vector(c, V.self) - distance * constants.slope.vector(c, V.self)
      result.store(own * constants.factor.vector(c, V.self), at: start, count: length)
    }
  }
}

extension BatchNormalization {
  /// What is the same for all rows of a channel, in memory padded to whole vectors.
  struct Constants {
    let mean: UnsafeMutablePointer<Float>
    /// γ / √(variance + ε)
    let factor: UnsafeMutablePointer<Float>
    /// β in the forward pass.
    let offset: UnsafeMutablePointer<Float>
    /// dβ / n and dγ / (n · √(variance + ε)), which `gradients` writes.
    let shift: UnsafeMutablePointer<Float>
    let slope: UnsafeMutablePointer<Float>
    private let count: Int

    static func count(_ operation: BatchNormalization) -> Int { 5 * operation.blocks.paddedChannels }

    init(
      _ operation: BatchNormalization, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
      gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?, memory: UnsafeMutablePointer<Float>
    ) {
      count = operation.blocks.paddedChannels
      (self.mean, factor, offset) = (memory, memory + count, memory + 2 * count)
      (shift, slope) = (memory + 3 * count, memory + 4 * count)
      memory.update(repeating: 0, count: 5 * count)
      for c in 0..<operation.channels {
        self.mean[c] = mean[c]
        factor[c] = Float(1 / (Double(variance[c]) + Double(operation.epsilon)).squareRoot()) * (gamma?[c] ?? 1)
        offset[c] = beta?[c] ?? 0
      }
    }

    @inline(__always)
    func normalized(_ x: V, _ c: Int) -> V {
      offset.vector(c, V.self).addingProduct(x - mean.vector(c, V.self), factor.vector(c, V.self))
    }

    func clearShifts() { shift.update(repeating: 0, count: 2 * count) }
  }
}

/// Two sums for each piece and channel, in Double.
struct GradientSums {
  typealias Wide = SIMD16<Double>

  let pieces: Int
  /// Channels rounded up to whole vectors.
  let channels: Int
  private let memory: UnsafeMutablePointer<Double>

  /// - Parameter memory: `count(pieces:channels:)` floats, at a multiple of eight bytes.
  init(pieces: Int, channels: Int, memory: UnsafeMutablePointer<Float>) {
    (self.pieces, self.channels) = (pieces, channels)
    self.memory = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Double.self)
  }

  static func count(pieces: Int, channels: Int) -> Int { 4 * pieces * channels }

  private func place(_ piece: Int, _ which: Int) -> UnsafeMutablePointer<Double> {
    memory + (2 * piece + which) * channels
  }

  func clear(_ piece: Int) { place(piece, 0).update(repeating: 0, count: 2 * channels) }

  @inline(__always)
  func add(_ piece: Int, _ c: Int, _ direct: SIMD16<Float>, _ product: SIMD16<Float>) {
    add(Wide(direct), to: place(piece, 0) + c)
    add(Wide(product), to: place(piece, 1) + c)
  }

  @inline(__always)
  private func add(_ values: Wide, to target: UnsafeMutablePointer<Double>) {
    let sum = UnsafeRawPointer(target).loadUnaligned(as: Wide.self) + values
    UnsafeMutableRawPointer(target).storeBytes(of: sum, as: Wide.self)
  }

  /// The sums of all rows, added in the order of the pieces.
  func total(_ c: Int) -> (direct: Double, product: Double) {
    var total = (direct: 0.0, product: 0.0)
    for piece in 0..<pieces {
      total.direct += place(piece, 0)[c]
      total.product += place(piece, 1)[c]
    }
    return total
  }
}
