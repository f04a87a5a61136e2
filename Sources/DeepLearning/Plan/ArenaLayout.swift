/// Gives every buffer its place in one stretch of memory; buffers that live at different times share it.
///
/// The largest buffers are placed first, each at the lowest place that no buffer living at the same time occupies.
struct ArenaLayout {
  /// Every buffer starts at a multiple of a cache line.
  private static let alignment = 64

  /// First byte of each buffer; nil for buffers that live elsewhere (parameters and their gradients) or nowhere.
  let offsets: [Int?]
  let bytes: Int

  private struct Placed {
    let lifetime: ClosedRange<Int>
    let place: Range<Int>
  }

  /// - Parameters:
  ///   - operations: in the order in which they run.
  ///   - kept: buffers that are read after the last operation.
  init(_ buffers: [BufferSpecification], operations: [any Operation], kept: Set<Buffer>) {
    let lifetimes = Self.lifetimes(buffers, operations, kept)
    var offsets = [Int?](repeating: nil, count: buffers.count)
    var placed: [Placed] = []
    let order = lifetimes.sorted { (buffers[$0.key].bytes, $1.key) > (buffers[$1.key].bytes, $0.key) }
    for (index, lifetime) in order {
      let place = Self.place(buffers[index].bytes, beside: placed.filter { $0.lifetime.overlaps(lifetime) })
      offsets[index] = place.lowerBound
      placed.append(Placed(lifetime: lifetime, place: place))
    }
    self.offsets = offsets
    bytes = placed.map(\.place.upperBound).max() ?? 0
  }

  /// The first and the last operation that touches each buffer of the arena.
  private static func lifetimes(
    _ buffers: [BufferSpecification], _ operations: [any Operation], _ kept: Set<Buffer>
  ) -> [Int: ClosedRange<Int>] {
    var lifetimes: [Int: ClosedRange<Int>] = [:]
    func touch(_ buffer: Buffer, at time: Int) {
      guard buffers[buffer.index].role == .shared else { return }
      let known = lifetimes[buffer.index] ?? time...time
      lifetimes[buffer.index] = known.lowerBound...max(known.upperBound, time)
    }
    for (time, operation) in operations.enumerated() {
      for buffer in operation.reads + operation.writes { touch(buffer, at: time) }
    }
    for buffer in kept { touch(buffer, at: operations.count) }
    return lifetimes
  }

  private static func place(_ bytes: Int, beside neighbours: [Placed]) -> Range<Int> {
    let size = (bytes + alignment - 1) / alignment * alignment
    var start = 0
    for place in neighbours.map(\.place).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if start + size <= place.lowerBound { break }
      start = max(start, place.upperBound)
    }
    return start..<start + size
  }
}
