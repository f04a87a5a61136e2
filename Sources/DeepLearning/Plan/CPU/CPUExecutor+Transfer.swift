internal import Kernels
internal import Tensors

// What goes into a plan's buffers and what comes out of them.
extension CPUExecutor {
  func load(_ examples: Examples, order: [Int], batch: Range<Int>, into buffer: Buffer) {
    relocate(buffer)
    unsafe order.withUnsafeBufferPointer { order in
      guard let first = order.baseAddress else { return }
      unsafe gather(examples, indices: first + batch.lowerBound, count: batch.count, into: buffer)
    }
  }

  @unsafe private func gather(_ examples: Examples, indices: UnsafePointer<Int>, count: Int, into buffer: Buffer) {
    let row = examples.shape.dropFirst().reduce(1, *)
    switch examples {
    case .floats(let tensor):
      unsafe tensor.withUnsafeBuffer { values in
        guard let base = values.baseAddress else { return }
        unsafe BatchAssembly.gather(base, rowCount: row, indices: indices, count: count, target: target(buffer))
      }
    case .bytes(let tensor):
      unsafe tensor.withUnsafeBuffer { values in
        guard let base = values.baseAddress else { return }
        unsafe BatchAssembly.gather(base, rowCount: row, indices: indices, count: count, target: target(buffer))
      }
    case .labels(let tensor):
      // Labels are moved by the bit pattern: integers and floats are of one size.
      unsafe tensor.withUnsafeBuffer { values in
        unsafe values.withMemoryRebound(to: Float.self) { values in
          guard let base = values.baseAddress else { return }
          unsafe BatchAssembly.gather(base, rowCount: row, indices: indices, count: count, target: target(buffer))
        }
      }
    }
  }

  func sum(_ buffer: Buffer) -> Double {
    unsafe Double(Reduction.sum(source(buffer), count: plan.buffers[buffer.index].count))
  }

  func isFinite(_ buffer: Buffer) -> Bool {
    unsafe Reduction.isFinite(source(buffer), count: plan.buffers[buffer.index].count)
  }

  func copy(_ buffer: Buffer, to tensor: inout Tensor<Float>, at position: Int) {
    let count = plan.buffers[buffer.index].count
    unsafe tensor.withUnsafeMutableBuffer { target in
      unsafe target.baseAddress.map { unsafe $0 + position }?.update(from: source(buffer), count: count)
    }
  }
}
