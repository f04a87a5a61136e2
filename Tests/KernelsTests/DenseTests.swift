import Kernels
import Testing

@Suite struct DenseTests {
  static let sweep: [(Int, Int, Int)] = [
    (1, 1, 1), (64, 1152, 10), (3, 7, 5), (17, 130, 65), (5, 33, 200), (40, 64, 1),
  ]

  @Test(arguments: sweep, [Epilogue.linear, .relu])
  func agreesWithItsSlowTwin(_ extents: (Int, Int, Int), _ epilogue: Epilogue) {
    let (batch, inputs, units) = extents
    let operation = Dense(batch: batch, inputs: inputs, units: units, epilogue: epilogue)
    let (x, w) = (Buffer(random: batch * inputs, "x"), Buffer(random: inputs * units, "w"))
    let (b, dy) = (Buffer(random: units, "b"), Buffer(random: batch * units, "dy"))
    let (y, dx, dw) = (Buffer(junk: batch * units), Buffer(junk: batch * inputs), Buffer(junk: inputs * units))
    let (db, workspace) = (Buffer(junk: units), Buffer(junk: operation.workspaceCount))
    operation.forward(
      input: x.input, kernel: w.input, bias: b.input, output: y.pointer, workspace: workspace.pointer)
    operation.gradients(
      input: x.input, kernel: w.input, output: y.input, outputGradient: dy.input, inputGradient: dx.pointer,
      kernelGradient: dw.pointer, biasGradient: db.pointer, workspace: workspace.pointer)
    #expect([y, dx, dw, db, workspace].allSatisfy { $0.isIntact })

    let (xs, ws, bs, ys, ds) = (x.values, w.values, b.values, y.values, dy.values)
    var expected = [Double](repeating: 0, count: batch * units)
    var (edx, edw, edb) = (
      [Double](repeating: 0, count: batch * inputs), [Double](repeating: 0, count: inputs * units),
      [Double](repeating: 0, count: units)
    )
    for n in 0..<batch {
      for f in 0..<units {
        var sum = Double(bs[f])
        for c in 0..<inputs { sum += Double(xs[n * inputs + c]) * Double(ws[c * units + f]) }
        expected[n * units + f] = epilogue == .relu ? max(sum, 0) : sum
        if epilogue == .relu && ys[n * units + f] <= 0 { continue }
        let d = Double(ds[n * units + f])
        edb[f] += d
        for c in 0..<inputs {
          edx[n * inputs + c] += d * Double(ws[c * units + f])
          edw[c * units + f] += d * Double(xs[n * inputs + c])
        }
      }
    }
    expectClose(ys, expected, "output")
    expectClose(dx.values, edx, "input gradient")
    expectClose(dw.values, edw, "kernel gradient")
    expectClose(db.values, edb, "bias gradient")
  }
}
