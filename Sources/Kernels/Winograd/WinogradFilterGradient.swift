import Tensors

/// The gradients of a convolution by its filters of 3 x 3 and its bias, tile by tile.
///
/// For each product, [tiles, channels]ᵀ x [tiles, filters] → [channels, filters], summed over the tiles in their order and over the
/// products that take the same transformed filters; then Gᵀ m G once. The bias gradient is the sum of the deltas of all tiles, which
/// is the product (1, 1): that of the point 1 in both directions.
struct WinogradFilterGradient<Scheme: FilterGradientScheme>: Sendable {
  let tiles: WinogradTiles<Scheme>
  let channels: Int
  let filters: Int
  /// Whether a thread takes a few tiles through all steps, with sums of its own for each piece of work.
  private let isFused: Bool
  /// Tiles that are in work together.
  private let capacity: Int
  private let pieces: Pieces
  private let slots: Int

  /// Floats of one piece's sums up to which pieces have sums of their own, and of all pieces' sums together.
  private static var mostSums: Int { 640 << 10 }
  private static var allSums: Int { 4 << 20 }
  /// Floats of a thread's tiles then, or of all tiles that are in work together.
  private static var fusedTiles: Int { 128 << 10 }
  private static var sharedTiles: Int { 3 << 20 }

  init(_ tiles: WinogradTiles<Scheme>, channels: Int, filters: Int) {
    (self.tiles, self.channels, self.filters) = (tiles, channels, filters)
    let sums = 36 * channels * filters
    isFused = sums <= Self.mostSums
    let affordable = (isFused ? Self.fusedTiles : Self.sharedTiles) / (Scheme.products * (channels + filters))
    let wanted = max(affordable, isFused ? 24 : 192)
    let groups = max((tiles.count + wanted - 1) / wanted, 1)
    capacity = (tiles.count + groups - 1) / groups
    pieces = Pieces(groups, most: isFused ? min(Self.allSums / sums, 16) : 1)
    slots = isFused ? min(max(ThreadPool.shared.threads, 1), 64) : 1
  }

  private var depth: Int { (channels + 15) / 16 }
  private var width: Int { (filters + 15) / 16 }
  private var groups: Int { pieces.items }
  /// Floats from one matrix of sums to the next: [36][filters/16, channels/16, 16, 16].
  private var sumStride: Int { depth * width * 256 + 16 }
  /// Floats of a piece's sums, those of the bias gradient behind them.
  private var sumCount: Int { 36 * sumStride + width * 16 }
  private var slotCount: Int { Scheme.matricesCount(capacity, depth) + Scheme.matricesCount(capacity, width) }

  var workspaceCount: Int { pieces.count * sumCount + slots * slotCount }

  /// Tiles in work, and the sums of those before.
  private struct Work {
    let tiles: Range<Int>
    let patches: TileMatrices
    let deltas: TileMatrices
    let sums: UnsafeMutablePointer<Float>
    let biases: UnsafeMutablePointer<Float>
    /// Whether the sums begin with these tiles.
    let isFirst: Bool
  }

  private func work(
    _ group: Int, piece: Int, slot: Int, _ workspace: UnsafeMutablePointer<Float>
  ) -> Work {
    let memory = workspace + pieces.count * sumCount + slot * slotCount
    let sums = workspace + piece * sumCount
    return Work(
      tiles: group * capacity..<min((group + 1) * capacity, tiles.count),
      patches: TileMatrices(pointer: memory, capacity: capacity, panels: depth),
      deltas: TileMatrices(
        pointer: memory + Scheme.matricesCount(capacity, depth), capacity: capacity, panels: width), sums: sums,
      biases: sums + 36 * sumStride, isFirst: group == pieces.range(piece).lowerBound)
  }

  /// Computes the gradients; both are overwritten, nil where nobody needs them.
  func run(
    input: some PatchSource, deltas: some PatchSource, filterGradient: UnsafeMutablePointer<Float>?,
    biasGradient: UnsafeMutablePointer<Float>?, workspace: UnsafeMutablePointer<Float>
  ) {
    if isFused {
      ThreadPool.shared.parallel(pieces.count, slots: slots) { piece, slot in
        for group in pieces.range(piece) {
          let work = work(group, piece: piece, slot: slot, workspace)
          load(input, deltas, work, rows: 0..<work.tiles.count)
          for matrix in 0..<36 { add(work, matrix, panels: 0..<width) }
        }
      }
      Reduction.sum(workspace, pieces: pieces.count, count: sumCount)
    } else {
      for group in 0..<groups { addShared(input, deltas, work(group, piece: 0, slot: 0, workspace)) }
    }
    biasGradient?.update(from: workspace + 36 * sumStride, count: filters)
    if let filterGradient { finish(workspace, into: filterGradient) }
  }

  /// One group of tiles, each step on all threads.
  private func addShared(_ input: some PatchSource, _ deltas: some PatchSource, _ work: Work) {
    let few = Pieces(work.tiles.count, most: (work.tiles.count + 7) / 8)
    ThreadPool.shared.parallel(few.count) { load(input, deltas, work, rows: few.range($0)) }
    let parts = Pieces(width, most: (width + 3) / 4)
    ThreadPool.shared.parallel(36 * parts.count) { piece in
      // From the last on, which has the most products where there are more than matrices.
      add(work, 35 - piece / parts.count, panels: parts.range(piece % parts.count))
    }
  }

  /// Transforms some tiles' patches and deltas.
  @inline(__always)
  private func load(_ input: some PatchSource, _ deltas: some PatchSource, _ work: Work, rows: Range<Int>) {
    Scheme.withScratch { scratch, places in
      for row in rows {
        let tile = row + work.tiles.lowerBound
        for panel in 0..<depth {
          let patch = input.patch(tiles.patch(tile), channel: panel * 16, buffer: places)
          Scheme.input(
            patch, into: work.patches.row(row, panel: panel), stride: work.patches.stride, scratch: scratch)
        }
        for panel in 0..<width {
          let patch = deltas.patch(tiles.place(tile), channel: panel * 16, buffer: places)
          Scheme.gradient(
            patch, into: work.deltas.row(row, panel: panel), stride: work.deltas.stride, scratch: scratch)
        }
      }
    }
  }

  /// Tiles whose panels stay in the first-level cache together.
  private static var blockRows: Int { 192 }

  /// Adds the products of one matrix of filters to its sums, for some panels of filters.
  private func add(_ work: Work, _ matrix: Int, panels: Range<Int>) {
    let sums = work.sums + matrix * sumStride
    if work.isFirst {
      (sums + panels.lowerBound * depth * 256).update(repeating: 0, count: panels.count * depth * 256)
    }
    Scheme.forEachProduct(of: matrix) { add(work, product: $0, to: sums, panels: panels) }
    if matrix == 7 { addBiases(work, panels) }
  }

  /// Adds one of the tiles' products.
  private func add(_ work: Work, product: Int, to sums: UnsafeMutablePointer<Float>, panels: Range<Int>) {
    let (a, b) = (
      UnsafePointer(work.patches.pointer) + product * work.patches.stride,
      UnsafePointer(work.deltas.pointer) + product * work.deltas.stride
    )
    for first in stride(from: 0, to: work.tiles.count, by: Self.blockRows) {
      let rows = min(work.tiles.count - first, Self.blockRows)
      for panel in panels {
        let delta = b + panel * work.deltas.panelStride + first * 16
        for block in 0..<depth {
          PanelProduct.addTransposed(
            a + block * work.patches.panelStride + first * 16, delta, into: sums + (panel * depth + block) * 256,
            rows: rows)
        }
      }
    }
  }

  /// Adds the sums of the deltas, which stand in product (1, 1).
  private func addBiases(_ work: Work, _ panels: Range<Int>) {
    for panel in panels {
      let values = UnsafePointer(work.deltas.row(0, panel: panel)) + (Scheme.points + 1) * work.deltas.stride
      let sum = RowBlocks.sum(work.tiles.count) { values.vector($0 * 16, SIMD16<Float>.self) }
      let target = work.biases + panel * 16
      target.store(work.isFirst ? sum : target.vector(0, SIMD16<Float>.self) + sum, at: 0)
    }
  }

  /// Transforms the sums back: [3, 3, channels, filters].
  private func finish(_ sums: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>) {
    ThreadPool.shared.parallel(depth * width) { piece in
      let (panel, block) = (piece / depth, piece % depth)
      let count = min(filters - panel * 16, 16)
      Scheme.withScratch { scratch, _ in
        for c in 0..<min(channels - block * 16, 16) {
          let target = gradient + (block * 16 + c) * filters + panel * 16
          Scheme.filterGradient(
            sums + (panel * depth + block) * 256 + c * 16, stride: sumStride, scratch: scratch
          ) { tap, value in
            target.store(value, at: tap * channels * filters, count: count)
          }
        }
      }
    }
  }
}
