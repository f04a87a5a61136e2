/// target += source: where two paths of the graph meet in the backward pass.
struct Accumulation: Operation {
  let layer: String
  let source: Buffer
  let target: Buffer
  let count: Int

  var reads: [Buffer] { [source, target] }
  var writes: [Buffer] { [target] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// target = left + right: where two paths meet and others still read the gradient of the first.
struct Summation: Operation {
  let layer: String
  let left: Buffer
  let right: Buffer
  let target: Buffer
  let count: Int

  var reads: [Buffer] { [left, right] }
  var writes: [Buffer] { [target] }

  func run(on executor: any Executor) { executor.run(self) }
}
