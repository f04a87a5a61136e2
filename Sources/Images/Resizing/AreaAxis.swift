/// Which pixels each new pixel covers along one axis, and how much of it each of them fills.
struct AreaAxis {
  struct Span {
    /// The first covered pixel.
    var first: Int
    /// Shares of it and the following ones; they add up to 1.
    var shares: [Float]
  }

  let spans: [Span]

  init(over extent: Int, from offset: Int, to count: Int) {
    let scale = Double(extent) / Double(count)
    spans = (0..<count).map { index in
      let (start, end) = (Double(index) * scale, min(Double(index + 1) * scale, Double(extent)))
      let pixels = min(Int(start), extent - 1)..<max(Int(end.rounded(.up)), min(Int(start), extent - 1) + 1)
      let shares = pixels.map { pixel in
        Float((min(Double(pixel + 1), end) - max(Double(pixel), start)) / (end - start))
      }
      return Span(first: offset + pixels.lowerBound, shares: shares)
    }
  }
}
