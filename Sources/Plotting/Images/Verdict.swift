/// Whether a prediction is right.
public enum Verdict: Hashable, Sendable {
  case right, wrong

  /// Right is a blue frame, wrong an orange and dashed one.
  var paint: Paint { self == .right ? .good : .bad }
  /// Tells them apart without colour.
  var sign: String { self == .right ? "✓" : "✗" }
  var name: String { self == .right ? "right" : "wrong" }
}

extension ImageGrid {
  /// The same grid with a frame round each image that was judged, and a tick or a cross before its caption.
  ///
  ///     ImageGrid(images, captions: captions).judged(predictions.map { $0.isRight ? .right : .wrong })
  ///
  /// - Parameter verdicts: one for each image, or fewer; nil judges nothing.
  public func judged(_ verdicts: [Verdict?]) -> ImageGrid {
    var grid = self
    grid.verdicts = verdicts
    grid.borders = verdicts.map { $0?.paint }
    if let count = try? images.get().count, verdicts.count > count {
      grid.images = .failure(
        PlottingError(
          "ImageGrid", problem: "has \(verdicts.count) verdicts for \(count) images", expected: "at most as many"))
    }
    return grid
  }

  /// The same grid with one line above everything, such as a layer's name.
  public func headed(_ heading: String) -> ImageGrid {
    var grid = self
    grid.heading = heading
    return grid
  }

  func verdict(_ index: Int) -> Verdict? { verdicts.indices.contains(index) ? verdicts[index] : nil }

  /// Captions with their ticks and crosses.
  var shownCaptions: [String] {
    guard !verdicts.isEmpty else { return captions }
    return (0..<max(captions.count, verdicts.count)).map { index in
      let parts = [verdict(index)?.sign, index < captions.count ? captions[index] : nil]
      return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}
