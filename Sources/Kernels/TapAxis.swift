/// How the places along one axis of a target see those of a source through the taps of a filter.
///
/// Place phase + k · targetStride of the target sees place k · sourceStride + offset of the source through each tap of its
/// phase. Places outside the source count as zero.
struct TapAxis: Sendable {
  struct Tap: Sendable {
    /// The filter's row or column.
    let index: Int
    let offset: Int
  }

  /// Extents.
  let target: Int
  let source: Int
  let targetStride: Int
  let sourceStride: Int
  let phases: [[Tap]]
  /// For each phase the values of k at which every tap lies inside the source.
  private let interiors: [Range<Int>]

  /// Outputs of a convolution that see its inputs.
  ///
  /// - Parameter before: zeros before the first input.
  init(output: Int, input: Int, kernel: Int, stride: Int, dilation: Int, before: Int) {
    let taps = (0..<kernel).map { Tap(index: $0, offset: $0 * dilation - before) }
    self.init(target: output, source: input, targetStride: 1, sourceStride: stride, phases: [taps])
  }

  /// Inputs of a convolution that see the outputs which saw them, for its gradient by the input.
  var adjoint: TapAxis {
    let taps = phases.first ?? []
    let phases = (0..<sourceStride).map { phase in
      taps.compactMap { tap in
        (phase - tap.offset) % sourceStride == 0
          ? Tap(index: tap.index, offset: (phase - tap.offset) / sourceStride) : nil
      }
    }
    return TapAxis(target: source, source: target, targetStride: sourceStride, sourceStride: 1, phases: phases)
  }

  private init(target: Int, source: Int, targetStride: Int, sourceStride: Int, phases: [[Tap]]) {
    (self.target, self.source, self.targetStride, self.sourceStride) = (target, source, targetStride, sourceStride)
    self.phases = phases
    interiors = phases.enumerated().map { phase, taps in
      let count = max((target - phase + targetStride - 1) / targetStride, 0)
      guard let least = taps.map(\.offset).min(), let most = taps.map(\.offset).max() else { return 0..<count }
      let first = least >= 0 ? 0 : (sourceStride - 1 - least) / sourceStride
      let room = source - 1 - most
      let end = room < 0 ? 0 : room / sourceStride + 1
      let lower = min(first, count)
      return lower..<max(lower, min(end, count))
    }
  }

  /// Places of a phase.
  func count(_ phase: Int) -> Int { max((target - phase + targetStride - 1) / targetStride, 0) }

  func interior(_ phase: Int) -> Range<Int> { interiors[phase] }

  /// The places of the source that a range of the target sees; empty if none.
  func sources(of range: Range<Int>) -> Range<Int> {
    var (first, end) = (source, 0)
    for place in range {
      for tap in phases[place % targetStride] {
        let seen = place / targetStride * sourceStride + tap.offset
        guard seen >= 0, seen < source else { continue }
        (first, end) = (min(first, seen), max(end, seen + 1))
      }
    }
    return min(first, end)..<end
  }

  /// The places of the only phase whose tap lies inside the source.
  func targets(of tap: Tap) -> Range<Int> {
    let first = tap.offset >= 0 ? 0 : (sourceStride - 1 - tap.offset) / sourceStride
    let room = source - 1 - tap.offset
    let end = room < 0 ? 0 : room / sourceStride + 1
    let lower = min(first, target)
    return lower..<max(lower, min(end, target))
  }
}
