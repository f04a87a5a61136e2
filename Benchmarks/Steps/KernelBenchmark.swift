import Kernels
import Tensors

/// Times the operations of one training step of the mnist network, each by itself, on random numbers.
struct KernelBenchmark {
  let batch: Int

  func run() {
    let layers = [
      Convolution(
        ConvolutionGeometry(batch: batch, input: (28, 28, 1), kernel: (3, 3), filters: 32), epilogue: .relu,
        isPooled: true),
      Convolution(
        ConvolutionGeometry(batch: batch, input: (13, 13, 32), kernel: (3, 3), filters: 64), epilogue: .relu,
        isPooled: true),
      Convolution(
        ConvolutionGeometry(batch: batch, input: (5, 5, 64), kernel: (3, 3), filters: 128), epilogue: .relu),
    ]
    for (index, layer) in layers.enumerated() {
      let bench = ConvolutionBenchmark(layer)
      report("conv\(index + 1) forward", bench.operations) { bench.forward() }
      report("conv\(index + 1) gradients", (index == 0 ? 1 : 2) * bench.operations) {
        bench.gradients(withInput: index > 0)
      }
      if index > 0 {
        report("conv\(index + 1)   filter only", bench.operations) { bench.gradients(withInput: false) }
        report("conv\(index + 1)   input only", bench.operations) {
          bench.gradients(withInput: true, withFilter: false)
        }
      }
    }
    let dense = Dense(batch: batch, inputs: 1152, units: 10)
    let (x, w, y, dx, dw, s) = (
      floats(batch * 1152), floats(11520), floats(batch * 10), floats(batch * 1152), floats(11520),
      floats(dense.workspaceCount)
    )
    report("dense forward", 2 * batch * 11520) {
      dense.forward(input: x, kernel: w, bias: w, output: y, workspace: s)
    }
    report("dense gradients", 4 * batch * 11520) {
      dense.gradients(
        input: x, kernel: w, output: y, outputGradient: y, inputGradient: dx, kernelGradient: dw, biasGradient: s,
        workspace: s)
    }
    let count = 104_202
    let (p, g, v) = (floats(count), floats(count), floats(count))
    v.update(repeating: 0, count: count)
    report("rmsprop", count) {
      OptimizerStep.rmsprop(
        p, gradient: g, velocities: v, momenta: nil, count: count, learningRate: 1e-5, rho: 0.9, momentum: 0,
        epsilon: 1e-7)
    }
    report("empty region", 1) { ThreadPool.shared.parallel(16) { _ in } }
  }

  private func report(_ name: String, _ operations: Int, _ body: () -> Void) {
    let seconds = leastSeconds(body)
    let micros = Int(seconds * 1e6)
    let rate = Int(Double(operations) / seconds * 1e-9)
    print("\(name): \(micros) µs, \(rate) GFLOP/s of the direct method")
  }
}

/// Random floats that live as long as the program.
func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
  let storage = Unmanaged.passRetained(TensorStorage<Float>(uninitialized: count + 64))
  var generator = RandomGenerator(seed: 1, purpose: "benchmark \(count)")
  let pointer = storage.takeUnretainedValue().pointer
  for index in 0..<count { pointer[index] = generator.uniform(in: -0.1..<0.1) }
  return pointer
}

private struct ConvolutionBenchmark {
  let layer: Convolution
  let x, w, b, y, dy, dx, dw, db, s: UnsafeMutablePointer<Float>
  let winners: UnsafeMutablePointer<UInt8>

  init(_ layer: Convolution) {
    self.layer = layer
    let g = layer.geometry
    (x, w, b, y) = (floats(g.inputCount), floats(g.filterCount), floats(g.filters), floats(layer.outputCount))
    (dx, dw, db, dy) = (floats(g.inputCount), floats(g.filterCount), floats(g.filters), floats(layer.outputCount))
    s = floats(layer.workspaceCount)
    winners = .allocate(capacity: layer.winnersCount + 1)
    forward()
  }

  var operations: Int { 2 * layer.geometry.outputCount * layer.geometry.patchCount }

  func forward() { layer.forward(input: x, filter: w, bias: b, output: y, winners: winners, workspace: s) }

  func gradients(withInput: Bool, withFilter: Bool = true) {
    layer.gradients(
      input: x, filter: w, output: y, winners: winners, outputGradient: dy, inputGradient: withInput ? dx : nil,
      filterGradient: withFilter ? dw : nil, biasGradient: withFilter ? db : nil, workspace: s)
  }
}
