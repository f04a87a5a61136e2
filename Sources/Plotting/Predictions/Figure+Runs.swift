/// The values of one training run, epoch by epoch, to be compared with others.
public struct RunCurve: Sendable {
  public var name: String
  /// From epoch 1 on.
  public var values: [Double]
  /// The best epoch, from 1; nil marks none.
  public var best: Int?

  public init(_ name: String, values: [Double], best: Int? = nil) {
    (self.name, self.values, self.best) = (name, values, best)
  }

  /// The best epoch and its value, if it is one of the run's.
  var bestPoint: (epoch: Int, value: Double)? {
    guard let best, values.indices.contains(best - 1) else { return nil }
    return (best, values[best - 1])
  }
}

extension Figure {
  /// Several training runs over the same axes, the best epoch of each in a ring.
  ///
  /// - Parameters:
  ///   - runs: in the order of the series colours.
  ///   - title: of the y axis, such as "Validation accuracy".
  ///   - height: in CSS pixels.
  public static func runs(_ runs: [RunCurve], y title: String, width: Int = 560, height: Int = 320) -> Figure {
    Figure(width: width, height: height, x: Axis("Epoch"), y: Axis(title)) {
      runs.map { Line(x: 1..<$0.values.count + 1, y: $0.values, label: $0.name) }
      runs.enumerated().compactMap { number, run in
        run.bestPoint.map { Ring(x: $0.epoch, y: $0.value, label: "best of “\(run.name)”", paint: .series(number)) }
      }
    }
  }
}
