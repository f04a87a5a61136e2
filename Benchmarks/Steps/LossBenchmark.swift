import Kernels
import Tensors

/// Times losses with their gradients, and what metrics sum, on the pixels of a segmentation: 16 images of 200 x 200, three
/// classes. Beside each stands how fast memory is read and written; a copy shows what this machine can do.
struct LossBenchmark {
  private let rows = 16 * 200 * 200
  private let classes = 3

  func run() {
    let count = rows * classes
    let (x, t, dx, p) = (floats(count), floats(count), floats(count), floats(count))
    for index in 0..<count { t[index] = index % classes == 0 ? 1 : 0 }
    let labels = UnsafeMutablePointer<Int32>.allocate(capacity: rows)
    for row in 0..<rows { labels[row] = Int32(row % classes) }
    report("copy", bytes: 8 * count) { dx.update(from: x, count: count) }
    report("sparse cross-entropy", bytes: 8 * count + 4 * rows, classLoss(.label), x, labels, dx, nil)
    report("  with probabilities", bytes: 12 * count + 4 * rows, classLoss(.label), x, labels, dx, p)
    report("categorical cross-entropy", bytes: 12 * count, classLoss(.distribution(smoothing: 0)), x, t, dx, nil)
    report("binary cross-entropy", bytes: 12 * count, elementLoss(.binaryLogits(smoothing: 0)), x, t, dx, nil)
    report("mean squared error", bytes: 12 * count, elementLoss(.squared), x, t, dx, nil)
    report("dice", bytes: 16 * count, .dice(DiceLoss(rows: rows, columns: classes)), x, t, dx, nil)
    report("accuracy", bytes: 4 * count + 4 * rows, .greatest, p, labels)
    report("mean IoU", bytes: 4 * count + 4 * rows, .confusion(classes: classes, prediction: .greatest), p, labels)
  }

  private func classLoss(_ target: ClassLoss.Target) -> LossKernel {
    .classes(ClassLoss(rows: rows, classes: classes, scores: .logits, target: target))
  }

  private func elementLoss(_ rule: ElementLoss.Rule) -> LossKernel {
    .elements(ElementLoss(rule, rows: rows, columns: classes))
  }

  private func report(
    _ name: String, bytes: Int, _ kernel: LossKernel, _ scores: UnsafePointer<Float>, _ target: UnsafeRawPointer,
    _ gradient: UnsafeMutablePointer<Float>, _ activated: UnsafeMutablePointer<Float>?
  ) {
    let sums = UnsafeMutablePointer<Double>.allocate(capacity: kernel.sumCount)
    let operands = LossOperands(
      scores: scores, target: target, weights: nil, sums: sums, activated: activated, gradient: gradient,
      scale: 1 / Float(rows), workspace: floats(kernel.workspaceCount))
    report(name, bytes: bytes) { kernel.run(operands) }
  }

  private func report(
    _ name: String, bytes: Int, _ rule: MetricTally.Rule, _ scores: UnsafePointer<Float>, _ target: UnsafeRawPointer
  ) {
    let tally = MetricTally(rule, target: .labels, rows: rows, columns: classes)
    let sums = UnsafeMutablePointer<Double>.allocate(capacity: tally.sumCount)
    report(name, bytes: bytes) { tally.run(scores: scores, target: target, sums: sums) }
  }

  private func report(_ name: String, bytes: Int, _ body: () -> Void) {
    let seconds = leastSeconds(body)
    print("\(name): \(Int(seconds * 1e6)) µs, \(Int(Double(bytes) / seconds * 1e-9)) GB/s")
  }
}
