import Kernels

/// The slow, obvious twin of `Convolution`, in float64.
struct ReferenceConvolution {
  let operation: Convolution
  var geometry: ConvolutionGeometry { operation.geometry }

  struct Forward {
    var output: [Double]
    var winners: [Int]
  }

  struct Gradients {
    var input: [Double]
    var filter: [Double]
    var bias: [Double]
  }

  func forward(_ x: [Float], _ w: [Float], _ b: [Float]?) -> Forward {
    var result = Forward(output: [], winners: [])
    eachOutput { n, i, j, f in
      var best = (value: -Double.infinity, place: 0)
      for place in 0..<(operation.isPooled ? 4 : 1) {
        let (row, column) = corner(i, j, place)
        var z = Double(b?[f] ?? 0)
        eachTap(n, row, column, f) { from, tap in z += Double(x[from]) * Double(w[tap]) }
        let y = operation.epilogue == .relu ? max(z, 0) : z
        if y > best.value { best = (y, place) }
      }
      result.output.append(best.value)
      result.winners.append(best.place)
    }
    return result
  }

  /// The gradients for given forward results, so that a tie that rounding decides otherwise does not matter.
  func gradients(_ x: [Float], _ w: [Float], output: [Float], winners: [UInt8], _ dy: [Float]) -> Gradients {
    let g = geometry
    var result = Gradients(
      input: Array(repeating: 0, count: g.inputCount), filter: Array(repeating: 0, count: g.filterCount),
      bias: Array(repeating: 0, count: g.filters))
    var at = -1
    eachOutput { n, i, j, f in
      at += 1
      if operation.epilogue == .relu && output[at] <= 0 { return }
      let d = Double(dy[at])
      let (row, column) = corner(i, j, operation.isPooled ? Int(winners[at]) : 0)
      result.bias[f] += d
      eachTap(n, row, column, f) { from, tap in
        result.input[from] += d * Double(w[tap])
        result.filter[tap] += d * Double(x[from])
      }
    }
    return result
  }

  private func corner(_ i: Int, _ j: Int, _ place: Int) -> (Int, Int) {
    operation.isPooled ? (2 * i + place / 2, 2 * j + place % 2) : (i, j)
  }

  private func eachOutput(_ body: (Int, Int, Int, Int) -> Void) {
    for n in 0..<geometry.batch {
      for i in 0..<operation.outputHeight {
        for j in 0..<operation.outputWidth {
          for f in 0..<geometry.filters { body(n, i, j, f) }
        }
      }
    }
  }

  private func eachTap(_ n: Int, _ i: Int, _ j: Int, _ f: Int, _ body: (_ from: Int, _ tap: Int) -> Void) {
    let g = geometry
    for u in 0..<g.kernelHeight {
      for v in 0..<g.kernelWidth {
        let y = i * g.strideHeight + u - g.padding.top
        let x = j * g.strideWidth + v - g.padding.left
        guard y >= 0, y < g.height, x >= 0, x < g.width else { continue }
        for c in 0..<g.channels {
          let tap = ((u * g.kernelWidth + v) * g.channels + c) * g.filters + f
          body(((n * g.height + y) * g.width + x) * g.channels + c, tap)
        }
      }
    }
  }
}
