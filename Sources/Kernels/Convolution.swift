import Tensors

/// What a convolution or dense layer applies to its sums before it writes them.
package enum Epilogue: Hashable, Sendable {
  case linear
  /// max(x, 0); a NaN stays a NaN.
  case relu
}

/// Slides learned filters over each image, adds a bias, applies ReLU and takes the 2 x 2 maxima, in one pass.
///
/// z[n,i,j,f] = b[f] + Σ x[n, i·s+u−top, j·s+v−left, c] · w[u,v,c,f]; y = z or max(z, 0); pooled: the maximum of 2 x 2 y.
/// A window with a NaN gives NaN; of equal values the first in row-major order wins.
/// ## Shapes
/// input [batch, height, width, channels], filter [kernelHeight, kernelWidth, channels, filters], bias [filters],
/// output [batch, outputHeight, outputWidth, filters], half of both (rounded down) if pooled.
package struct Convolution: Sendable {
  package let geometry: ConvolutionGeometry
  package let epilogue: Epilogue
  /// Whether 2 x 2 max pooling (stride 2, `valid`) follows in the same pass.
  package let isPooled: Bool

  /// Lanes of the vectors that hold a block of filters.
  let width: Int
  let forwardPlan: BandPlan
  let gradientMethod: GradientMethod
  let gradientPlan: BandPlan
  /// Bands of the filter gradient where it is computed from the gradients by all sums.
  let filterPlan: BandPlan
  /// The method that computes what it is the better for.
  let winograd: WinogradMethod?
  /// The method that computes everything where filters are few. In a list, since it holds a convolution itself.
  private let few: [FewFiltersConvolution]
  private let pointwise: [PointwiseGradients]
  /// The method of filters of 1 x 1 that skip places.
  let strided: StridedPointwise?
  var fewFilters: FewFiltersConvolution? { few.first }
  /// The method of the gradients of a product of matrices.
  var pointwiseGradients: PointwiseGradients? { pointwise.first }

  /// What decides how results are computed, but not what they are.
  package struct Tuning: Sendable {
    /// Lanes of the vectors, 16 or 32, where filters and channels are multiples of 32. The compiler computes with `SIMD32` lane
    /// by lane where registers hold 16 floats: a hundred times slower on a processor with AVX-512.
    package var vectorWidth = 16
    /// Floats that the gradients by all sums, and a padded input, may take to be kept.
    package var mostKept = 4 << 20
    /// Whether Winograd's method is used; its results differ in the last bits.
    package var winograd = WinogradUse.whereItPays
    /// Whether filters that do not fill a vector have a method of their own.
    package var hasFewFilters = true
    /// Whether the gradients of convolutions of 1 x 1 have a method of their own, and convolutions of 1 x 1 that skip places.
    package var hasPointwiseGradients = true

    package init() {}
  }

  /// When Winograd's method is used.
  package enum WinogradUse: Sendable {
    case never, whereItPays
    /// Wherever it fits.
    case always
  }

  package init(
    _ geometry: ConvolutionGeometry, epilogue: Epilogue = .linear, isPooled: Bool = false, tuning: Tuning = Tuning()
  ) {
    (self.geometry, self.epilogue, self.isPooled) = (geometry, epilogue, isPooled)
    require(
      !isPooled || min(geometry.outputHeight, geometry.outputWidth) >= 2,
      "a map of \(geometry.outputHeight) x \(geometry.outputWidth) has no 2 x 2 window")
    width = geometry.filters % 32 == 0 && geometry.channels % 32 == 0 ? tuning.vectorWidth : 16
    let step = isPooled ? 2 : 1
    let (height, columns) = (geometry.outputHeight / step, geometry.outputWidth / step)
    forwardPlan = BandPlan(geometry, height: height, width: columns, step: step, size: .floats(Self.secondLevel))
    gradientMethod = GradientMethod(geometry, isPooled: isPooled, mostKept: tuning.mostKept)
    gradientPlan =
      gradientMethod == .sparse
      ? BandPlan(geometry, height: height, width: columns, step: step, size: .floats(Self.firstLevel))
      : BandPlan(
        geometry, height: height * step, width: columns * step, step: 1, size: .floats(Self.secondLevel),
        rowMultiple: step)
    filterPlan = BandPlan(
      geometry.withPaddedInput, height: height * step, width: columns * step, step: 1, size: .places(Self.tiledPlaces))
    winograd =
      tuning.winograd == .never
      ? nil
      : WinogradMethod(
        geometry, epilogue: epilogue, isPooled: isPooled, gradientMethod: gradientMethod,
        isForced: tuning.winograd == .always)
    few =
      tuning.hasFewFilters && tuning.winograd != .always
      ? [FewFiltersConvolution(geometry, epilogue: epilogue, isPooled: isPooled)].compactMap { $0 } : []
    pointwise =
      tuning.hasPointwiseGradients
      ? [PointwiseGradients(geometry, epilogue: epilogue, isPooled: isPooled)].compactMap { $0 } : []
    strided =
      tuning.hasPointwiseGradients ? StridedPointwise(geometry, epilogue: epilogue, isPooled: isPooled) : nil
  }

  /// Floats of input that stay in the first-level cache, or in the second beside filters and outputs.
  private static var firstLevel: Int { 6 << 10 }
  static var secondLevel: Int { 16 << 10 }
  /// Places whose gradients and inputs (a cache line or two each) stay in the first-level cache.
  private static var tiledPlaces: Int { 144 }

  /// Whether `gradients` can add the input gradient to another.
  package var addsToInputGradient: Bool { strided != nil }

  package var outputHeight: Int { isPooled ? geometry.outputHeight / 2 : geometry.outputHeight }
  package var outputWidth: Int { isPooled ? geometry.outputWidth / 2 : geometry.outputWidth }
  package var outputCount: Int { geometry.batch * outputHeight * outputWidth * geometry.filters }

  /// Bytes in which the forward pass keeps each maximum's place in its window (0…3, row-major; any where
  /// ReLU cut the maximum); 0 if not pooled.
  package var winnersCount: Int { isPooled ? outputCount : 0 }

  /// Floats of scratch memory that either pass needs.
  package var workspaceCount: Int { max(forwardWorkspaceCount, gradientWorkspaceCount) }
}
