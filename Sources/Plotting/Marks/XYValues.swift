/// Pairs of values, checked once.
struct XYValues: Sendable {
  let x: [Double]
  let y: [Double]
  let problem: PlottingError?

  init(_ x: some Sequence<some Quantity>, _ y: some Sequence<some Quantity>, of subject: String) {
    let (x, y) = (x.map(\.asDouble), y.map(\.asDouble))
    if x.count != y.count {
      problem = PlottingError(
        subject, problem: "has \(x.count) x values and \(y.count) y values", expected: "as many of each")
    } else if x.isEmpty {
      problem = PlottingError(subject, problem: "has no values", expected: "at least one x and one y")
    } else {
      problem = nil
    }
    self.x = x
    self.y = y
  }

  /// Stretches of neighbouring pairs that have a place on the axes; a gap is where one has none.
  func runs(in frame: Frame) -> [[Position]] {
    var runs: [[Position]] = [[]]
    for (x, y) in zip(x, y) {
      if let position = frame.position(x, y) {
        runs[runs.count - 1].append(position)
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// Pairs of which both values are finite.
  var finite: [(x: Double, y: Double)] { zip(x, y).filter { $0.isPlottable && $1.isPlottable }.map { ($0, $1) } }
}

/// How an error names a mark: `Line “training”`.
func subject(_ kind: String, _ label: String?) -> String {
  label.map { "\(kind) “\($0)”" } ?? kind
}
