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
        unsafe gather(base, row, indices, count, into: buffer)
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

  /// Floats of examples; a single one, such as the weight of an example, fills the example's place in the buffer.
  @unsafe private func gather(
    _ base: UnsafePointer<Float>, _ row: Int, _ indices: UnsafePointer<Int>, _ count: Int, into buffer: Buffer
  ) {
    let place = plan.buffers[buffer.index].count / count
    if row == 1 && place > 1 {
      unsafe BatchAssembly.spread(base, indices: indices, count: count, times: place, target: target(buffer))
    } else {
      unsafe BatchAssembly.gather(base, rowCount: row, indices: indices, count: count, target: target(buffer))
    }
  }

  func sums(_ buffer: Buffer, width: Int) -> [Double] {
    let values = unsafe doubles(buffer)
    var sums = [Double](repeating: 0, count: width)
    for index in 0..<plan.buffers[buffer.index].count { unsafe sums[index % width] += values[index] }
    return sums
  }

  /// Whether all elements are finite; bytes are.
  func isFinite(_ buffer: Buffer) -> Bool {
    switch plan.buffers[buffer.index].element {
    case .byte: true
    case .float: unsafe Reduction.isFinite(source(buffer), count: plan.buffers[buffer.index].count)
    case .double: sums(buffer, width: 1)[0].isFinite
    }
  }

  func copy(_ buffer: Buffer, to tensor: inout Tensor<Float>, at position: Int) {
    let count = plan.buffers[buffer.index].count
    unsafe tensor.withUnsafeMutableBuffer { target in
      unsafe target.baseAddress.map { unsafe $0 + position }?.update(from: source(buffer), count: count)
    }
  }
}
