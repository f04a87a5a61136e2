import Tensors

/// A convolution of images by filters of 3 x 3, tile by tile.
///
/// For each tile of results and each product of the scheme, [tiles, channels] x [channels, filters] → [tiles, filters].
/// Where the transformed filters stay in the second-level cache, a thread takes a few tiles through all three steps; else
/// the threads share each step of many tiles, so that filters are read from memory once.
struct WinogradPass<Scheme: TileScheme>: Sendable {
  let tiles: WinogradTiles<Scheme>
  let filters: WinogradFilters<Scheme>

  /// What decides how the results are computed, but not what they are.
  struct Tuning: Sendable {
    /// Floats of transformed filters up to which a thread takes its own tiles through all steps.
    var mostFilters = 640 << 10
    /// Floats of a thread's tiles then, or of all tiles that are in work together.
    var fusedTiles = 96 << 10
    var sharedTiles = 4 << 20
  }

  private let isFused: Bool
  /// Tiles that are in work together.
  private let capacity: Int
  /// Threads that have memory for tiles of their own.
  private let slots: Int

  init(_ tiles: WinogradTiles<Scheme>, channels: Int, filters: Int, tuning: Tuning = Tuning()) {
    self.tiles = tiles
    self.filters = WinogradFilters(channels: channels, filters: filters)
    isFused = self.filters.count <= tuning.mostFilters
    let affordable = (isFused ? tuning.fusedTiles : tuning.sharedTiles) / (Scheme.products * (channels + filters))
    let least = isFused ? 12 : 192
    let most = isFused ? 48 : 1536
    let wanted = min(max(affordable / 12 * 12, least), most)
    let groups = max((tiles.count + wanted - 1) / wanted, 1)
    capacity = ((tiles.count + groups - 1) / groups + 11) / 12 * 12
    slots = isFused ? min(max(ThreadPool.shared.threads, 1), 64) : 1
  }

  private var depth: Int { (filters.channels + 15) / 16 }
  private var width: Int { (filters.filters + 15) / 16 }
  private var groups: Int { (tiles.count + capacity - 1) / capacity }
  private var slotCount: Int { Scheme.matricesCount(capacity, depth) + Scheme.matricesCount(capacity, width) }

  /// Floats of scratch memory, the transformed filters not included.
  var workspaceCount: Int { slots * slotCount }

  /// Tiles in work: before and after the products.
  private struct Work {
    let tiles: Range<Int>
    let patches: TileMatrices
    let sums: TileMatrices
  }

  private func work(_ group: Int, _ memory: UnsafeMutablePointer<Float>) -> Work {
    Work(
      tiles: group * capacity..<min((group + 1) * capacity, tiles.count),
      patches: TileMatrices(pointer: memory, capacity: capacity, panels: depth),
      sums: TileMatrices(pointer: memory + Scheme.matricesCount(capacity, depth), capacity: capacity, panels: width))
  }

  /// Computes the convolution.
  ///
  /// - Parameter matrices: transformed filters.
  func run(
    _ source: some PatchSource, _ matrices: UnsafePointer<Float>, _ sink: some TileSink,
    workspace: UnsafeMutablePointer<Float>
  ) {
    if isFused {
      let pieces = Pieces(groups, most: 256)
      ThreadPool.shared.parallel(pieces.count, slots: slots) { piece, slot in
        for group in pieces.range(piece) {
          let work = work(group, workspace + slot * slotCount)
          load(source, work, work.tiles)
          for matrix in 0..<36 {
            Scheme.forEachProduct(of: matrix) { multiply(matrices, work, $0, panels: 0..<width) }
          }
          finish(work, work.tiles, sink)
        }
      }
    } else {
      for group in 0..<groups { runShared(source, matrices, sink, work(group, workspace)) }
    }
  }

  /// One group of tiles, each step on all threads.
  private func runShared(
    _ source: some PatchSource, _ matrices: UnsafePointer<Float>, _ sink: some TileSink, _ work: Work
  ) {
    let few = Pieces(work.tiles.count, most: (work.tiles.count + 7) / 8)
    let shift = work.tiles.lowerBound
    ThreadPool.shared.parallel(few.count) { piece in
      let range = few.range(piece)
      load(source, work, range.lowerBound + shift..<range.upperBound + shift)
    }
    let parts = Pieces(width, most: (width + 7) / 8)
    ThreadPool.shared.parallel(Scheme.products * parts.count) { piece in
      multiply(matrices, work, piece / parts.count, panels: parts.range(piece % parts.count))
    }
    ThreadPool.shared.parallel(few.count) { piece in
      let range = few.range(piece)
      finish(work, range.lowerBound + shift..<range.upperBound + shift, sink)
    }
  }

  /// Transforms some of the tiles' patches.
  @inline(__always)
  private func load(_ source: some PatchSource, _ work: Work, _ range: Range<Int>) {
    Scheme.withScratch { scratch, places in
      for tile in range {
        let place = tiles.patch(tile)
        for panel in 0..<depth {
          let patch = source.patch(place, channel: panel * 16, buffer: places)
          Scheme.input(
            patch, into: work.patches.row(tile - work.tiles.lowerBound, panel: panel), stride: work.patches.stride,
            scratch: scratch)
        }
      }
    }
  }

  /// Tiles whose transformed patches stay in the second-level cache while all filters pass.
  private static var blockRows: Int { 96 }

  /// One of the products, for some panels of filters.
  private func multiply(_ matrices: UnsafePointer<Float>, _ work: Work, _ product: Int, panels: Range<Int>) {
    let a = UnsafePointer(work.patches.pointer) + product * work.patches.stride
    let c = work.sums.pointer + product * work.sums.stride
    let b = matrices + Scheme.matrix(of: product) * filters.stride
    for first in stride(from: 0, to: work.tiles.count, by: Self.blockRows) {
      let rows = min(work.tiles.count - first, Self.blockRows)
      for panel in panels {
        PanelProduct.multiply(
          a + first * 16, panelStride: work.patches.panelStride, depth: depth, b + panel * filters.panelCount,
          into: c + panel * work.sums.panelStride + first * 16, rows: rows)
      }
    }
  }

  /// Transforms some of the tiles' sums back.
  @inline(__always)
  private func finish(_ work: Work, _ range: Range<Int>, _ sink: some TileSink) {
    Scheme.withScratch { scratch, places in
      for tile in range {
        let place = tiles.place(tile)
        for panel in 0..<width {
          let sums = work.sums.row(tile - work.tiles.lowerBound, panel: panel)
          Scheme.output(UnsafePointer(sums), stride: work.sums.stride, into: places, scratch: scratch)
          sink.put(places, place, channel: panel * 16)
        }
      }
    }
  }
}
