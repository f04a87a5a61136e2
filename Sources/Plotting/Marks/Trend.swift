/// How a row of values goes, in the words that a sentence needs.
struct Trend {
  enum Course: Equatable {
    case empty, single, constant, rising, falling, valley, peak, varied
  }

  let points: [(x: Double, y: Double)]
  let course: Course

  /// Part of the whole range that a turn must cover to count as one.
  private static let turn = 0.2

  init(_ points: [(x: Double, y: Double)]) {
    self.points = points
    course = Self.course(of: points.map(\.y))
  }

  private static func course(of y: [Double]) -> Course {
    guard let first = y.first, let last = y.last, let range = y.plottableRange() else { return .empty }
    guard y.count > 1 else { return .single }
    guard range.length > 1e-9 * max(range.lowerBound.magnitude, range.upperBound.magnitude) else { return .constant }
    func isNear(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= turn * range.length }
    if isNear(first, range.lowerBound), isNear(last, range.upperBound) { return .rising }
    if isNear(first, range.upperBound), isNear(last, range.lowerBound) { return .falling }
    return turns(y, range)
  }

  /// A valley lies clearly below both ends and has no peak above them; a peak is the other way round.
  private static func turns(_ y: [Double], _ range: ClosedRange<Double>) -> Course {
    guard let first = y.first, let last = y.last else { return .empty }
    let room = turn * range.length
    if max(first, last) >= range.upperBound - room, min(first, last) > range.lowerBound + room { return .valley }
    if min(first, last) <= range.lowerBound + room, max(first, last) < range.upperBound - room { return .peak }
    return .varied
  }

  /// Such as "“validation” falls from 0.61 to its lowest, 0.2 at Epoch 4, then rises to 0.48."
  func sentence(name: String, x: Axis, y: Axis) -> String {
    guard let first = points.first, let last = points.last, let low = points.min(by: { $0.y < $1.y }),
      let high = points.max(by: { $0.y < $1.y })
    else { return "\(name) has no values." }
    let (start, end) = (y.spoken(first.y), y.spoken(last.y))
    func at(_ point: (x: Double, y: Double)) -> String { "\(y.spoken(point.y)) at \(x.place(point.x))" }
    let rest =
      switch course {
      case .empty: "has no values"
      case .single: "is \(at(first))"
      case .constant: "stays at \(start)"
      case .rising: "rises from \(start) to \(end)" + (high.x == last.x ? "" : "; its highest is \(at(high))")
      case .falling: "falls from \(start) to \(end)" + (low.x == last.x ? "" : "; its lowest is \(at(low))")
      case .valley: "falls from \(start) to its lowest, \(at(low)), then rises to \(end)"
      case .peak: "rises from \(start) to its highest, \(at(high)), then falls to \(end)"
      case .varied: "varies from \(at(low)) to \(at(high)), starting at \(start) and ending at \(end)"
      }
    return "\(name) \(rest)."
  }
}
