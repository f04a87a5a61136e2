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
