/// What training makes small and what is reported: a loss and metrics for each output.
struct TrainingObjective: Hashable, Sendable, CustomStringConvertible {
  /// Loss and metrics of one output.
  struct Part: Hashable, Sendable {
    /// The output's name in front of its values; nil if the model has only one.
    let name: String?
    let loss: Loss
    /// The output's share in the whole loss.
    let weight: Double
    let metrics: [Metric]

    /// The name of its loss where several are reported, and of the operation that computes it.
    var lossName: String { (name.map { $0 + "_" } ?? "") + "loss" }
  }

  /// One for each output.
  let parts: [Part]
  /// The names of all metrics, those of each output in order, each name once: a second `precision` is `precision_1`.
  let metricNames: [[String]]

  init(_ parts: [Part]) {
    self.parts = parts
    var counts: [String: Int] = [:]
    var names: [[String]] = []
    for part in parts {
      names.append(
        part.metrics.map { metric in
          let name = (part.name.map { $0 + "_" } ?? "") + metric.name
          defer { counts[name, default: 0] += 1 }
          return counts[name].map { "\(name)_\($0)" } ?? name
        })
    }
    metricNames = names
  }

  /// Every setting, for the key of a remembered run.
  var description: String {
    parts.map { "\($0.lossName)=\($0.loss) weight=\($0.weight) metrics=\($0.metrics)" }.joined(separator: "\n")
  }

  /// Names of the values of an epoch: `loss`, the outputs' losses if there are several, the outputs' metrics.
  var valueNames: [String] {
    ["loss"] + (parts.count > 1 ? parts.map(\.lossName) : []) + metricNames.flatMap { $0 }
  }

  /// Whether more of a value is better; nil if there is no value of this name. Values on validation data go the same way.
  func prefersGreater(_ name: String) -> Bool? {
    let plain = name.hasPrefix("val_") ? String(name.dropFirst("val_".count)) : name
    for (part, names) in zip(parts, metricNames) {
      if let index = names.firstIndex(of: plain) { return part.metrics[index].prefersGreater }
    }
    return valueNames.contains(plain) ? false : nil
  }

  /// The values under their names.
  func values(of sums: ObjectiveSums) -> MetricValues {
    var values = MetricValues()
    values.append("loss", sums.loss.value)
    if parts.count > 1 {
      for (part, loss) in zip(parts, sums.losses) { values.append(part.lossName, loss.value) }
    }
    for (output, totals) in sums.metrics.enumerated() {
      for (index, total) in totals.enumerated() {
        values.append(metricNames[output][index], parts[output].metrics[index].value(of: total))
      }
    }
    return values
  }
}
