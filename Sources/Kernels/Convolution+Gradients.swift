import Tensors

// The gradients. Groups of images are pieces of work: a piece writes the input gradient of its images and, unless the method
// is `whole`, adds its filter gradient into a partial sum of its own; these are added in the order of the pieces.

extension Convolution {
  /// Floats that all partial filter gradients may take together, and pieces at most.
  private static var partialBudget: Int { 16 << 20 }
  private static var mostPieces: Int { 16 }

  var gradientPieces: Pieces {
    let affordable = gradientMethod == .whole ? Self.mostPieces : max(Self.partialBudget / partialCount, 1)
    return Pieces(gradientPlan.groups, most: min(affordable, Self.mostPieces))
  }

  /// Floats of one piece's filter gradient, its bias gradient behind it.
  private var partialCount: Int { (geometry.patchCount + 1) * paddedFilters }

  var paddedFilters: Int { FilterPacking.padded(geometry.filters, width) }

  /// Where the parts of the workspace begin, behind the packed filter.
  private struct Layout {
    let partials: Int
    let scratch: Int
    let scratchCount: Int
    let shared: Int
    let total: Int
  }

  private var layout: Layout {
    let isSparse = gradientMethod == .sparse
    let isWhole = gradientMethod == .whole
    let packed = isSparse ? geometry.filterCount : FilterPacking.backwardCount(geometry, width: width)
    let scratchCount = isSparse ? sparseScratchCount : denseScratchCount
    let scratch = packed + (isWhole ? 1 : gradientPieces.count) * partialCount
    let shared = scratch + gradientPieces.count * scratchCount
    return Layout(
      partials: packed, scratch: scratch, scratchCount: scratchCount, shared: shared,
      total: shared + (isWhole ? wholeCount : 0))
  }

  /// Floats of scratch memory that `gradients` needs.
  package var gradientWorkspaceCount: Int {
    switch backwardMethod {
    case .fewFilters(let method): method.gradientWorkspaceCount
    case .product(let method): method.workspaceCount
    case .gatheredProduct(let method): method.gradientWorkspaceCount
    case .winograd(let method): max(method.gradientWorkspaceCount, method.takesGradients ? 0 : layout.total)
    case .direct: layout.total
    }
  }

  /// Computes the gradients by input, filter and bias from the gradient by the output (after epilogue and pooling).
  ///
  /// - Parameters:
  ///   - output: what `forward` wrote; read if the epilogue is ReLU.
  ///   - winners: what `forward` wrote; read if pooled.
  ///   - inputGradient, filterGradient, biasGradient: overwritten; nil where nobody needs the gradient.
  ///   - addsToInputGradient: whether `inputGradient` holds another, to which this one is added; only where the property of that
  ///     name is true.
  package func gradients(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, output: UnsafePointer<Float>,
    winners: UnsafePointer<UInt8>?, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?,
    filterGradient: UnsafeMutablePointer<Float>?, biasGradient: UnsafeMutablePointer<Float>?,
    addsToInputGradient: Bool = false, workspace: UnsafeMutablePointer<Float>
  ) {
    require(!addsToInputGradient || self.addsToInputGradient, "this convolution overwrites its input gradient")
    var request = GradientRequest(
      input: input, filter: filter, output: output, winners: winners, outputGradient: outputGradient,
      inputGradient: inputGradient, filterGradient: filterGradient, biasGradient: biasGradient,
      addsToInputGradient: addsToInputGradient, workspace: workspace)
    switch backwardMethod {
    case .fewFilters(let method): method.gradients(request)
    case .product(let method): method.gradients(request)
    case .gatheredProduct(let method): method.gradients(request)
    case .winograd(let method):
      method.gradients(&request)
      if !request.isDone { directGradients(request) }
    case .direct: directGradients(request)
    }
  }

  /// Computes what is still asked for.
  private func directGradients(_ request: GradientRequest) {
    let (layout, workspace) = (layout, request.workspace)
    if request.inputGradient != nil { pack(request.filter, into: workspace) }
    let needsSums = request.filterGradient != nil || request.biasGradient != nil
    let job = GradientJob(
      input: request.input, packedFilter: UnsafePointer(workspace), output: request.output, winners: request.winners,
      outputGradient: request.outputGradient, inputGradient: request.inputGradient,
      partial: needsSums && gradientMethod != .whole ? workspace + layout.partials : nil,
      scratch: workspace + layout.scratch, shared: workspace + layout.shared)
    let pieces = gradientPieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      run(job.of(piece, partialCount, layout.scratchCount), groups: pieces.range(piece))
    }
    guard needsSums else { return }
    let partials = workspace + layout.partials
    if gradientMethod == .whole { wholeFilterGradient(job, into: partials) }
    sum(partials, request.filterGradient, request.biasGradient)
  }

  private func pack(_ filter: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    if gradientMethod == .sparse {
      FilterPacking.transpose(filter, geometry, into: packed)
    } else {
      FilterPacking.packBackward(filter, geometry, width: width, into: packed)
    }
  }

  private func run(_ job: GradientJob, groups: Range<Int>) {
    job.partial?.update(repeating: 0, count: partialCount)
    let imageCount = geometry.height * geometry.width * geometry.channels
    for group in groups {
      let bands = group * gradientPlan.bandsPerGroup..<(group + 1) * gradientPlan.bandsPerGroup
      let images = gradientPlan.band(bands.lowerBound).images
      if let gradient = job.inputGradient {
        (gradient + images.lowerBound * imageCount).update(repeating: 0, count: images.count * imageCount)
      }
      for band in bands { run(job, gradientPlan.band(band)) }
    }
  }

  private func run(_ job: GradientJob, _ band: BandPlan.Band) {
    if gradientMethod == .sparse {
      sparseGradients(job, band)
    } else if isNarrow, job.inputGradient == nil {
      narrowGradients(job, band)
    } else if width == 32 {
      denseGradients(job, band, SIMD32<Float>.self)
    } else {
      denseGradients(job, band, SIMD16<Float>.self)
    }
  }

  /// Adds the pieces' partial sums in their order and writes them as [patch, filters] and [filters].
  private func sum(
    _ partials: UnsafeMutablePointer<Float>, _ filterGradient: UnsafeMutablePointer<Float>?,
    _ biasGradient: UnsafeMutablePointer<Float>?
  ) {
    let g = geometry
    let others = 1..<max(gradientMethod == .whole ? 1 : gradientPieces.count, 1)
    let ranges = Pieces(partialCount, most: 16)
    ThreadPool.shared.parallel(ranges.count) { piece in
      let range = ranges.range(piece)
      for other in others {
        let source = UnsafePointer(partials) + other * partialCount
        Reduction.addRun(source + range.lowerBound, to: partials + range.lowerBound, count: range.count)
      }
    }
    biasGradient?.update(from: partials + g.patchCount * paddedFilters, count: g.filters)
    guard let filterGradient else { return }
    let rows = Pieces(g.patchCount, most: 16)
    ThreadPool.shared.parallel(rows.count) { piece in
      for k in rows.range(piece) {
        let target = filterGradient + k * g.filters
        if gradientMethod == .sparse {
          for f in 0..<g.filters { target[f] = partials[f * g.patchCount + k] }
        } else {
          target.update(from: partials + k * paddedFilters, count: g.filters)
        }
      }
    }
  }
}

/// What gradients are computed from, and where they go; nil where nobody needs them.
struct GradientRequest {
  let input: UnsafePointer<Float>
  let filter: UnsafePointer<Float>
  let output: UnsafePointer<Float>
  let winners: UnsafePointer<UInt8>?
  let outputGradient: UnsafePointer<Float>
  var inputGradient: UnsafeMutablePointer<Float>?
  var filterGradient: UnsafeMutablePointer<Float>?
  var biasGradient: UnsafeMutablePointer<Float>?
  /// Whether the input gradient is added to what is there.
  let addsToInputGradient: Bool
  let workspace: UnsafeMutablePointer<Float>

  var isDone: Bool { inputGradient == nil && filterGradient == nil && biasGradient == nil }
}

/// The memory that the gradients work on.
struct GradientJob {
  let input: UnsafePointer<Float>
  /// The filter as the input gradient reads it.
  let packedFilter: UnsafePointer<Float>
  let output: UnsafePointer<Float>
  let winners: UnsafePointer<UInt8>?
  let outputGradient: UnsafePointer<Float>
  let inputGradient: UnsafeMutablePointer<Float>?
  /// A piece's filter gradient and behind it its bias gradient; nil where nobody needs them.
  var partial: UnsafeMutablePointer<Float>?
  /// A piece's scratch memory.
  var scratch: UnsafeMutablePointer<Float>
  /// Memory of all pieces together, for the method `whole`.
  let shared: UnsafeMutablePointer<Float>

  /// The same job with the memory of one piece.
  func of(_ piece: Int, _ partialCount: Int, _ scratchCount: Int) -> GradientJob {
    var job = self
    job.partial = partial.map { $0 + piece * partialCount }
    job.scratch = scratch + piece * scratchCount
    return job
  }
}
