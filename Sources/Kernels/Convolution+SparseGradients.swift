import Tensors

// Gradients where 2 x 2 max pooling follows: of four places only the winner has a gradient, and with ReLU about half of those
// have none. Each filter's places are listed, and only they are visited: an eighth of the multiplications. Along the patch a
// segment (a filter row's columns and channels) lies together, so the vectors run along it.

extension Convolution {
  /// Per filter: offsets and values of a band's places; then a padded source and a padded input gradient.
  var sparseScratchCount: Int {
    geometry.filters * (2 * gradientPlan.placesPerBand + 1) + 2 * gradientPlan.copyCount
  }

  func sparseGradients(_ job: GradientJob, _ band: BandPlan.Band) {
    let g = geometry
    let capacity = gradientPlan.placesPerBand
    let list = WinnerList(scratch: job.scratch, filters: g.filters, capacity: capacity)
    let copies = job.scratch + g.filters * (2 * capacity + 1)
    collect(job, band, into: list)
    if let partial = job.partial {
      let source = gradientPlan.source(job.input, band, buffer: copies)
      addFilterGradient(list, source, partial)
      addBiasGradient(list, partial + g.patchCount * paddedFilters)
    }
    guard let inputGradient = job.inputGradient else { return }
    let target = gradientPlan.gradientTarget(inputGradient, band, buffer: copies + gradientPlan.copyCount)
    addInputGradient(list, job.packedFilter, target)
    gradientPlan.addGradient(target, band, to: inputGradient)
  }

  /// Lists each filter's places with a gradient.
  private func collect(_ job: GradientJob, _ band: BandPlan.Band, into list: WinnerList) {
    let g = geometry
    let right = Int32(g.strideWidth * g.channels)
    let below = Int32(g.strideHeight * gradientPlan.rowStride)
    let first = gradientPlan.firstPlace(band) * g.filters
    for f in 0..<g.filters { list.counts[f] = 0 }
    gradientPlan.offsets.withUnsafeBufferPointer { offsets in
      guard let winners = job.winners else { return }
      for place in 0..<gradientPlan.places(band) {
        let start = first + place * g.filters
        for f in 0..<g.filters {
          let isOff = epilogue == .relu && !(job.output[start + f] > 0)
          let value = isOff ? 0 : job.outputGradient[start + f]
          let winner = Int32(winners[start + f])
          let end = Int(list.counts[f])
          let slot = f * list.capacity + end
          list.offsets[slot] = offsets[place] + (winner & 1) * right + (winner >> 1) * below
          list.values[slot] = value
          list.counts[f] = Int32(end + (value == 0 ? 0 : 1))
        }
      }
    }
  }

  private func addBiasGradient(_ list: WinnerList, _ sums: UnsafeMutablePointer<Float>) {
    for f in 0..<geometry.filters {
      var sum: Float = 0
      for entry in list.entries(f) { sum += list.values[entry] }
      sums[f] += sum
    }
  }

  /// partial[f, patch] += Σ value · source patch
  private func addFilterGradient(
    _ list: WinnerList, _ source: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for f in 0..<g.filters {
      for u in 0..<g.kernelHeight {
        let target = partial + f * g.patchCount + u * g.segmentCount
        let row = source + u * gradientPlan.rowStride
        forEachChunk { start, vectors in
          switch vectors {
          case 6: list.gatherSix(f, row + start, target + start)
          case 2: list.gatherTwo(f, row + start, target + start)
          default: list.gatherOne(f, row + start, target + start)
          }
        }
      }
    }
  }

  /// target patch += value · filter[f, patch]
  private func addInputGradient(
    _ list: WinnerList, _ filter: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for f in 0..<g.filters {
      for u in 0..<g.kernelHeight {
        let weights = filter + f * g.patchCount + u * g.segmentCount
        let row = target + u * gradientPlan.rowStride
        forEachChunk { start, vectors in
          switch vectors {
          case 6: list.scatterSix(f, weights + start, row + start)
          case 2: list.scatterTwo(f, weights + start, row + start)
          default: list.scatterOne(f, weights + start, row + start)
          }
        }
      }
    }
  }

  /// Cuts a segment into chunks of 6, 2 or 1 vectors.
  @inline(__always)
  private func forEachChunk(_ body: (_ start: Int, _ vectors: Int) -> Void) {
    var start = 0
    while start < geometry.segmentCount {
      let left = (geometry.segmentCount - start) / WinnerList.lanes
      let vectors = left >= 6 ? 6 : left >= 2 ? 2 : 1
      body(start, vectors)
      start += vectors * WinnerList.lanes
    }
  }
}
