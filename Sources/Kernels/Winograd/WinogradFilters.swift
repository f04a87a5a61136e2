import Tensors

/// Filters of 3 x 3 as the 36 matrices that Winograd's products read: [36][filters/16, channels, 16], zeros where channels or
/// filters are missing.
struct WinogradFilters<Scheme: TileScheme>: Sendable {
  let channels: Int
  let filters: Int

  private var depth: Int { (channels + 15) / 16 }
  private var width: Int { (filters + 15) / 16 }

  /// Floats from one matrix to the next.
  var stride: Int { TileMatrices.stride(depth * 16, width) }
  var count: Int { 36 * stride }
  /// Floats of the columns of sixteen filters.
  var panelCount: Int { depth * 256 }

  /// Transforms [3, 3, channels, filters].
  func transform(_ filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    let size = channels * filters
    ThreadPool.shared.parallel(width * depth) { piece in
      let (panel, block) = (piece / depth, piece % depth)
      let count = min(filters - panel * 16, 16)
      Scheme.withScratch { scratch, _ in
        for c in block * 16..<min(block * 16 + 16, channels) {
          Scheme.filter(
            filter + c * filters + panel * 16, tapStride: size, count: count,
            into: target + panel * panelCount + c * 16, stride: stride, scratch: scratch)
        }
      }
      clear(target, panel, from: channels, block: block)
    }
  }

  /// Transforms the filters of the input gradient: [3, 3, filters, channels], its rows and columns turned round and its last
  /// two axes exchanged. `channels` and `filters` are those of this convolution, which is the other's adjoint.
  func transformTurned(_ filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    ThreadPool.shared.parallel(width * depth) { piece in
      let (panel, block) = (piece / depth, piece % depth)
      withUnsafeTemporaryAllocation(byteCount: 9 * 256 * 4, alignment: 64) { memory in
        guard let turned = memory.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
        turn(filter, panel: panel, block: block, into: turned)
        Scheme.withScratch { scratch, _ in
          for c in block * 16..<min(block * 16 + 16, channels) {
            Scheme.filter(
              UnsafePointer(turned) + c % 16 * 16, tapStride: 256, count: 16,
              into: target + panel * panelCount + c * 16, stride: stride, scratch: scratch)
          }
        }
      }
      clear(target, panel, from: channels, block: block)
    }
  }

  /// One block of 16 x 16 of each tap: [9, channel, filter].
  private func turn(
    _ filter: UnsafePointer<Float>, panel: Int, block: Int, into turned: UnsafeMutablePointer<Float>
  ) {
    let (rows, columns) = (min(filters - panel * 16, 16), min(channels - block * 16, 16))
    if rows < 16 { turned.update(repeating: 0, count: 9 * 256) }
    for tap in 0..<9 {
      let source = filter + (tap * filters + panel * 16) * channels + block * 16
      let block = turned + (8 - tap) * 256
      for f in 0..<rows {
        for c in 0..<columns { block[c * 16 + f] = source[f * channels + c] }
      }
    }
  }

  /// Fills the rows of missing channels with zeros.
  private func clear(_ target: UnsafeMutablePointer<Float>, _ panel: Int, from channels: Int, block: Int) {
    let end = block * 16 + 16
    guard channels < end else { return }
    for product in 0..<36 {
      (target + product * stride + panel * panelCount + channels * 16).update(
        repeating: 0, count: (end - channels) * 16)
    }
  }
}
