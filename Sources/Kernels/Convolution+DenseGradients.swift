import Tensors

// Gradients of a convolution whose places all count. The gradients by the sums (ReLU's mask and pooling undone), "deltas", are
// laid out by blocks of filters, [filters/B, places, B], which both products read in order.

/// Gradients by the sums of a band, or the band's part of those of the whole batch.
struct Deltas {
  /// The first place of the first block.
  let pointer: UnsafeMutablePointer<Float>
  let places: Int
  /// Places from one block of filters to the next.
  let blockStride: Int
}

extension Convolution {
  /// The deltas of a band unless they are kept, and a padded source and a padded input gradient.
  var denseScratchCount: Int {
    (gradientMethod == .whole ? 0 : gradientPlan.placesPerBand * paddedFilters) + 2 * gradientPlan.copyCount
  }

  private var placesOfBatch: Int { geometry.batch * gradientPlan.height * gradientPlan.width }

  /// The deltas of the whole batch, and the padded input.
  var wholeCount: Int { placesOfBatch * paddedFilters + (geometry.isPadded ? geometry.withPaddedInput.inputCount : 0) }

  func denseGradients<V: FloatVector>(_ job: GradientJob, _ band: BandPlan.Band, _: V.Type) {
    let places = gradientPlan.places(band)
    let isWhole = gradientMethod == .whole
    let deltas = Deltas(
      pointer: isWhole ? job.shared + gradientPlan.firstPlace(band) * width : job.scratch, places: places,
      blockStride: isWhole ? placesOfBatch : places)
    let copies = job.scratch + (isWhole ? 0 : gradientPlan.placesPerBand * paddedFilters)
    if isPooled { unpool(job, band, into: deltas) } else { mask(job, band, into: deltas, V.self) }
    if isWhole {
      copyPadded(job, band)
    } else if let partial = job.partial {
      let source = gradientPlan.source(job.input, band, buffer: copies)
      addFilterGradient(deltas, source, partial, V.self)
    }
    guard let inputGradient = job.inputGradient else { return }
    let target = gradientPlan.gradientTarget(inputGradient, band, buffer: copies + gradientPlan.copyCount)
    addInputGradient(deltas, job.packedFilter, target, V.self)
    gradientPlan.addGradient(target, band, to: inputGradient)
  }

  // MARK: - Deltas

  /// Lays the output gradient of a band out by blocks of filters, zero where ReLU cut.
  private func mask<V: FloatVector>(_ job: GradientJob, _ band: BandPlan.Band, into deltas: Deltas, _: V.Type) {
    let first = gradientPlan.firstPlace(band)
    for block in 0..<paddedFilters / width {
      let count = min(width, geometry.filters - block * width)
      let target = deltas.pointer + block * deltas.blockStride * width
      for place in 0..<deltas.places {
        let from = (first + place) * geometry.filters + block * width
        if count == width {
          let gradient = job.outputGradient.vector(from, V.self)
          let isKept = epilogue == .relu
          target.store(
            isKept ? gradient.kept(wherePositive: job.output.vector(from, V.self)) : gradient, at: place * width)
        } else {
          for f in 0..<width { target[place * width + f] = f < count ? delta(job, from + f) : 0 }
        }
      }
    }
  }

  /// The gradient by the output before ReLU.
  @inline(__always)
  private func delta(_ job: GradientJob, _ at: Int) -> Float {
    epilogue == .relu && !(job.output[at] > 0) ? 0 : job.outputGradient[at]
  }

  /// Lays the output gradient of a band out by blocks of filters, at the winners' places; the others are zero.
  private func unpool(_ job: GradientJob, _ band: BandPlan.Band, into deltas: Deltas) {
    guard let winners = job.winners else { return }
    let columns = gradientPlan.width
    deltas.pointer.update(repeating: 0, count: deltas.places * paddedFilters)
    for window in 0..<deltas.places / 4 {
      let (row, column) = (window / outputWidth, window % outputWidth)
      let corner = 2 * row * columns + 2 * column
      let from = (gradientPlan.firstPlace(band) / 4 + window) * geometry.filters
      for f in 0..<geometry.filters {
        let winner = Int(winners[from + f])
        let at = corner + (winner >> 1) * columns + (winner & 1)
        deltas.pointer[(f / width * deltas.blockStride + at) * width + f % width] = delta(job, from + f)
      }
    }
  }

  // MARK: - By filter and bias

  /// partial[patch, filter] += Σ over places of source patch · delta, and the bias gradient behind it
  private func addFilterGradient<V: FloatVector>(
    _ deltas: Deltas, _ source: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>, _: V.Type
  ) {
    let biases = partial + geometry.patchCount * paddedFilters
    for block in 0..<paddedFilters / width {
      for u in 0..<geometry.kernelHeight {
        addFilterRow(gradientPlan, deltas, source, partial, block: block, u: u, V.self)
      }
      addBiases(deltas, biases, block: block, V.self)
    }
  }

  private func addFilterRow<V: FloatVector>(
    _ plan: BandPlan, _ deltas: Deltas, _ source: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>,
    block: Int, u: Int, _: V.Type
  ) {
    plan.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      let tile = GradientTile<V>(offsets: offsets, places: deltas.places, blockStride: deltas.blockStride)
      tile.addPatchRow(
        source + u * plan.rowStride, deltas.pointer + block * deltas.blockStride * width,
        partial + u * geometry.segmentCount * paddedFilters + block * width, length: geometry.segmentCount,
        stride: paddedFilters)
    }
  }

  private func addBiases<V: FloatVector>(
    _ deltas: Deltas, _ sums: UnsafeMutablePointer<Float>, block: Int, _: V.Type
  ) {
    let values = deltas.pointer + block * deltas.blockStride * width
    var sum = V(repeating: 0)
    for place in 0..<deltas.places { sum += values.vector(place * width, V.self) }
    sums.add(sum, at: block * width, count: width)
  }

  // MARK: - By filter, from the deltas of the whole batch

  /// Copies a band's images with their padding to where `wholeFilterGradient` reads them.
  private func copyPadded(_ job: GradientJob, _ band: BandPlan.Band) {
    guard geometry.isPadded, band.rows.lowerBound == 0 else { return }
    let target = job.shared + placesOfBatch * paddedFilters
    geometry.copyPadded(job.input, images: band.images, to: target)
  }

  /// Computes filter and bias gradient by pieces of one block of filters and one filter row.
  func wholeFilterGradient(_ job: GradientJob, into partial: UnsafeMutablePointer<Float>) {
    partial.update(repeating: 0, count: (geometry.patchCount + 1) * paddedFilters)
    ThreadPool.shared.parallel(paddedFilters / width * geometry.kernelHeight) { piece in
      let (block, u) = (piece / geometry.kernelHeight, piece % geometry.kernelHeight)
      if width == 32 {
        addWholeRow(job, partial, block: block, u: u, SIMD32<Float>.self)
      } else {
        addWholeRow(job, partial, block: block, u: u, SIMD16<Float>.self)
      }
    }
  }

  private func addWholeRow<V: FloatVector>(
    _ job: GradientJob, _ partial: UnsafeMutablePointer<Float>, block: Int, u: Int, _: V.Type
  ) {
    let padded = UnsafePointer(job.shared) + placesOfBatch * paddedFilters
    let input = geometry.isPadded ? padded : job.input
    for index in 0..<filterPlan.count {
      let band = filterPlan.band(index)
      let deltas = Deltas(
        pointer: job.shared + filterPlan.firstPlace(band) * width, places: filterPlan.places(band),
        blockStride: placesOfBatch)
      let source = filterPlan.source(input, band, buffer: job.scratch)
      addFilterRow(filterPlan, deltas, source, partial, block: block, u: u, V.self)
      if u == 0 { addBiases(deltas, partial + geometry.patchCount * paddedFilters, block: block, V.self) }
    }
  }

  // MARK: - By input

  /// target patch += Σ over filters of delta · filter
  private func addInputGradient<V: FloatVector>(
    _ deltas: Deltas, _ filter: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _: V.Type
  ) {
    let g = geometry
    let taps = g.kernelHeight * g.kernelWidth
    gradientPlan.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      let tile = GradientTile<V>(offsets: offsets, places: deltas.places, blockStride: deltas.blockStride)
      for block in 0..<FilterPacking.padded(g.channels, width) / width {
        let count = min(width, g.channels - block * width)
        for tap in 0..<taps {
          let (u, v) = (tap / g.kernelWidth, tap % g.kernelWidth)
          let corner = target + u * gradientPlan.rowStride + v * g.channels + block * width
          let weights = filter + (block * taps + tap) * paddedFilters * width
          tile.addTap(UnsafePointer(deltas.pointer), weights, corner, filterBlocks: paddedFilters / width, count: count)
        }
      }
    }
  }
}
