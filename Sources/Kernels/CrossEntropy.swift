#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cross-entropy losses. Each gives a loss a row and, where asked, the gradient of `scale` times their sum
/// (`scale` is 1/batch for the mean).
///
/// Keras computes from the inputs of a last softmax or sigmoid where there is one ("fromLogits"), which is exact; from
/// probabilities it clips them to ε…1−ε with ε = 10⁻⁷.
package enum CrossEntropy {
  package static var epsilon: Float { 1e-7 }

  /// −log softmax(logits)[label] of each row.
  ///
  /// ## Shapes
  /// logits, probabilities, gradient [rows, classes]; labels, losses [rows]. Memory of logits, probabilities and gradient
  /// may be shared.
  /// - Parameters:
  ///   - probabilities: gets softmax(logits), or nil.
  ///   - gradient: gets (probabilities − one-hot label) · scale, the gradient by the logits, or nil.
  package static func sparseFromLogits(
    _ logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>, rows: Int, classes: Int,
    losses: UnsafeMutablePointer<Float>,
    probabilities: UnsafeMutablePointer<Float>?, gradient: UnsafeMutablePointer<Float>?, scale: Float
  ) {
    Softmax.forEachRow(rows, classes) { row in
      let start = row * classes
      let label = Int(labels[row])
      losses[row] = sparseLoss(logits + start, label: label, classes)
      // Probabilities may lie where the logits lay, and the gradient too: it is written last.
      guard let target = probabilities ?? gradient else { return }
      Softmax.row(logits + start, into: target + start, classes)
      guard let gradient else { return }
      for c in 0..<classes { gradient[start + c] = (target[start + c] - (c == label ? 1 : 0)) * scale }
    }
  }

  /// log Σ eˣ − x[label]
  private static func sparseLoss(_ logits: UnsafePointer<Float>, label: Int, _ classes: Int) -> Float {
    let most = Softmax.maximum(logits, classes)
    var sum: Float = 0
    var start = 0
    while start < classes {
      let length = min(classes - start, 16)
      let powers = Exponential.of(logits.vector(start, count: length) - most)
      for lane in 0..<length { sum += powers[lane] }
      start += 16
    }
    return logf(sum) + (most - logits[label])
  }

  /// −log of the clipped, renormalised probability of the label, as Keras on TensorFlow computes it from probabilities.
  ///
  /// ## Shapes
  /// probabilities, gradient [rows, classes]; labels, losses [rows]
  /// - Parameter gradient: gets the gradient by the probabilities (0 where clipped), or nil.
  package static func sparse(
    _ probabilities: UnsafePointer<Float>, labels: UnsafePointer<Int32>, rows: Int, classes: Int,
    losses: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?, scale: Float
  ) {
    Softmax.forEachRow(rows, classes) { row in
      let p = probabilities + row * classes
      let label = Int(labels[row])
      var sum: Float = 0
      for c in 0..<classes { sum += clipped(p[c]) }
      losses[row] = logf(sum) - logf(clipped(p[label]))
      guard let gradient else { return }
      for c in 0..<classes {
        let slope = 1 / sum - (c == label ? 1 / p[c] : 0)
        gradient[row * classes + c] = isInside(p[c]) ? slope * scale : 0
      }
    }
  }

  /// max(z, 0) − z·t + log(1 + e^−|z|) of each element, t being its label 0 or 1.
  ///
  /// - Parameters:
  ///   - targets: 0 or 1 (or between) as Float.
  ///   - probabilities: gets sigmoid(logits), or nil. Its memory may be that of the logits.
  ///   - gradient: gets (sigmoid(z) − t) · scale, the gradient by the logits, or nil.
  package static func binaryFromLogits(
    _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int, losses: UnsafeMutablePointer<Float>,
    probabilities: UnsafeMutablePointer<Float>?, gradient: UnsafeMutablePointer<Float>?, scale: Float
  ) {
    Elementwise.forEach(count) { start, length in
      let z = logits.vector(start, count: length)
      let t = targets.vector(start, count: length)
      let p = ActivationFunction.sigmoid(z)
      for lane in 0..<length {
        losses[start + lane] = max(z[lane], 0) - z[lane] * t[lane] + log1pf(expf(-abs(z[lane])))
      }
      probabilities?.store(p, at: start, count: length)
      gradient?.store((p - t) * scale, at: start, count: length)
    }
  }

  /// −t·log p − (1−t)·log(1−p) of each element, p clipped to ε…1−ε.
  ///
  /// - Parameter gradient: gets the gradient by the probabilities (0 where clipped), or nil.
  package static func binary(
    _ probabilities: UnsafePointer<Float>, targets: UnsafePointer<Float>, count: Int,
    losses: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?, scale: Float
  ) {
    Elementwise.forEach(count) { start, length in
      for i in start..<start + length {
        let (p, t) = (clipped(probabilities[i]), targets[i])
        losses[i] = -(t * logf(p) + (1 - t) * logf(1 - p))
        gradient?[i] = isInside(probabilities[i]) ? ((1 - t) / (1 - p) - t / p) * scale : 0
      }
    }
  }

  /// Not a number stays so.
  private static func clipped(_ p: Float) -> Float { p < epsilon ? epsilon : p > 1 - epsilon ? 1 - epsilon : p }

  private static func isInside(_ p: Float) -> Bool { !(p < epsilon) && !(p > 1 - epsilon) }
}
