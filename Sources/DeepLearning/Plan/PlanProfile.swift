/// What the operations of a model's plans take, while somebody asks.
package final class PlanProfile {
  /// One operation of a plan, over all times that it ran.
  package struct Entry: Sendable {
    package let operation: String
    package let layer: String
    package let details: String
    package let method: String
    /// Multiplications and additions of the textbook's method; 0 where they do not decide.
    package let arithmetic: Int
    package internal(set) var runs = 0
    package internal(set) var seconds = 0.0
  }

  private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]
  var isActive = false

  /// Runs an operation and notes its time.
  func measure(_ operation: any Operation, on executor: any Executor) throws(DeepLearningError) {
    let begin = ContinuousClock.now
    try operation.run(on: executor)
    let (seconds, attoseconds) = (ContinuousClock.now - begin).components
    note(operation, seconds: Double(seconds) + Double(attoseconds) * 1e-18)
  }

  private func note(_ operation: any Operation, seconds: Double) {
    let name = "\(type(of: operation))"
    let key = name + " " + operation.layer
    if places[key] == nil {
      places[key] = entries.count
      entries.append(
        Entry(
          operation: name, layer: operation.layer, details: operation.details, method: operation.method,
          arithmetic: operation.arithmetic))
    }
    guard let place = places[key] else { return }
    entries[place].runs += 1
    entries[place].seconds += seconds
  }

  func reset() { (entries, places) = ([], [:]) }
}

extension Model {
  /// What each operation takes while `body` trains or predicts, in the order in which they first ran.
  package func profile(_ body: () throws -> Void) rethrows -> [PlanProfile.Entry] {
    runtime.profile.reset()
    runtime.profile.isActive = true
    defer { runtime.profile.isActive = false }
    try body()
    return runtime.profile.entries
  }
}
