/// Finds the name that a misspelt one was probably meant to be.
package enum NearestName {
  /// The nearest of the names, if it is near: a third of its letters, at least one, may differ.
  package static func of(_ name: String, among names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.name.count / 3) ? best.name : nil
  }

  /// `did you mean ‘x’?`, or a list of the names there are, or nil where there are none.
  package static func hint(for name: String, among names: [String]) -> String? {
    if let nearest = of(name, among: names) { return "did you mean ‘\(nearest)’?" }
    return names.isEmpty ? nil : "known are \(names.joined(separator: ", "))"
  }

  /// The least number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
  package static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforePrevious[j - 1] + 1) }
        row.append(least)
      }
      (beforePrevious, previous) = (previous, row)
    }
    return previous[b.count]
  }
}
