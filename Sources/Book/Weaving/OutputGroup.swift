import Messages

/// Outputs that are shown as one: neighbouring metrics, and figures side by side.
package enum OutputGroup: Equatable, Sendable {
  case figures([Figure])
  case metrics([Metric])
  case single(Output)

  /// Groups neighbours; `together` gathers all figures of a block where the first one stands, under one caption.
  package static func groups(of outputs: [Output], together: Bool) -> [OutputGroup] {
    var groups: [OutputGroup] = []
    var gathered: Int?
    for output in outputs {
      switch (output, groups.last) {
      case (.figure(let figure), _) where together:
        gathered = gathered ?? groups.count
        groups.gather(figure, at: gathered ?? 0)
      case (.figure(let figure), .figures(let others)): groups[groups.count - 1] = .figures(others + [figure])
      case (.figure(let figure), _): groups.append(.figures([figure]))
      case (.metric(let metric), .metrics(let others)): groups[groups.count - 1] = .metrics(others + [metric])
      case (.metric(let metric), _): groups.append(.metrics([metric]))
      default: groups.append(.single(output))
      }
    }
    return groups
  }
}

extension [OutputGroup] {
  fileprivate mutating func gather(_ figure: Figure, at index: Int) {
    if index < count, case .figures(let others) = self[index] {
      self[index] = .figures(others + [figure])
    } else {
      append(.figures([figure]))
    }
  }
}
