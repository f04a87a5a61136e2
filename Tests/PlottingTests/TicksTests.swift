import Plotting
import Testing

@Suite struct TicksTests {
  struct Case: Sendable {
    let range: ClosedRange<Double>
    let limit: Int
    let labels: [String]
    var whole = false
  }

  @Test(arguments: [
    Case(range: 0...1, limit: 6, labels: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    Case(range: 0...1, limit: 11, labels: (0...10).map { $0 == 10 ? "1.0" : "0.\($0)" }),
    Case(range: 0.05...0.35, limit: 4, labels: ["0.1", "0.2", "0.3"]),
    Case(range: -1...1, limit: 5, labels: ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    Case(range: 1...12, limit: 12, labels: (1...12).map(String.init), whole: true),
    Case(range: 1...12, limit: 6, labels: ["2", "4", "6", "8", "10", "12"], whole: true),
    Case(range: 1...3, limit: 9, labels: ["1", "2", "3"], whole: true),
    Case(range: 1...3, limit: 5, labels: ["1.0", "1.5", "2.0", "2.5", "3.0"]),
    Case(range: 0...712_202, limit: 4, labels: ["0", "200,000", "400,000", "600,000"]),
    Case(range: 0...4.9e-8, limit: 5, labels: ["0", "1×10⁻⁸", "2×10⁻⁸", "3×10⁻⁸", "4×10⁻⁸"]),
    Case(range: 0...1.6e9, limit: 4, labels: ["0", "0.5×10⁹", "1.0×10⁹", "1.5×10⁹"]),
    Case(range: 1e12...1e12 + 4, limit: 3, labels: ["1,000,000,000,000", "1,000,000,000,002", "1,000,000,000,004"]),
    Case(range: 0.91...0.925, limit: 4, labels: ["0.910", "0.915", "0.920", "0.925"]),
    Case(range: 5...5, limit: 4, labels: ["5"]),
  ])
  func labelsAreRoundAndAlike(_ example: Case) {
    let ticks = Ticks(in: example.range, limit: example.limit, wholeNumbers: example.whole)
    #expect(ticks.labels == example.labels)
    #expect(ticks.values.count <= max(example.limit, 1))
  }

  @Test func valuesCarryNoBinaryNoise() {
    #expect(Ticks(in: 0...1, limit: 11).values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    #expect(Ticks(in: 0...3e-9, limit: 4).values == [0, 1e-9, 2e-9, 3e-9])
  }

  /// Ranges of every magnitude: ticks lie inside, ascend, are told apart by their labels and are not too many.
  @Test(arguments: [1e-300, 1e-12, 1e-9, 1e-3, 0.7, 1, 33, 1e6, 1e12, 1e200, 1e289])
  func anyMagnitudeGivesUsefulTicks(magnitude: Double) {
    for (low, high) in [(0, 1), (-1, 1), (0.3, 0.95), (-0.004, 0.001), (0.99, 1)] as [(Double, Double)] {
      for limit in 2...12 {
        let range = low * magnitude...high * magnitude
        let ticks = Ticks(in: range, limit: limit)
        let slack = range.upperBound / 1e8 - range.lowerBound / 1e8
        #expect(ticks.values.allSatisfy { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack })
        #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(ticks.labels).count == ticks.values.count, "\(ticks.labels)")
        #expect((limit > 3 ? 2...limit : 0...limit).contains(ticks.values.count), "\(range) \(limit): \(ticks.labels)")
      }
    }
  }

  @Test(arguments: [
    Case(range: 1e-3...1, limit: 5, labels: ["0.001", "0.01", "0.1", "1"]),
    Case(range: 1e-9...1e-5, limit: 6, labels: ["10⁻⁹", "10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵"]),
    Case(range: 1...20, limit: 8, labels: ["1", "2", "5", "10", "20"]),
    Case(range: 3e-6...7e-6, limit: 6, labels: ["3×10⁻⁶", "4×10⁻⁶", "5×10⁻⁶", "6×10⁻⁶", "7×10⁻⁶"]),
    Case(range: 1...1e12, limit: 4, labels: ["10⁰", "10⁴", "10⁸", "10¹²"]),
  ])
  func logarithmicLabels(_ example: Case) {
    let labels = LogTicks(in: example.range, limit: example.limit).labels
    #expect(labels == example.labels)
  }
}
