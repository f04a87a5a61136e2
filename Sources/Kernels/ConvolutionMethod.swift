/// A way to compute a pass of a convolution.
package enum ConvolutionMethod: String, Sendable {
  /// Filters slide over bands of the input.
  case direct
  /// The same, of gradients by the maxima of pooling windows only.
  case winnersOnly = "winners only"
  /// Filters of 1 x 1 at stride 1 are one product of matrices.
  case product
  /// Filters of 1 x 1 that skip places, of which the others are gathered.
  case gatheredProduct = "gathered product"
  case fewFilters = "few filters"
  case winograd = "Winograd"
}

/// The method of each pass, for those who measure.
package struct ConvolutionMethods: Equatable, Sendable {
  package let forward, byInput, byFilter: ConvolutionMethod

  package init(forward: ConvolutionMethod, byInput: ConvolutionMethod, byFilter: ConvolutionMethod) {
    (self.forward, self.byInput, self.byFilter) = (forward, byInput, byFilter)
  }
}

extension Convolution {
  package var methods: ConvolutionMethods {
    let gradients = backwardMethod.methods(otherwise: gradientMethod == .sparse ? .winnersOnly : .direct)
    return ConvolutionMethods(forward: forwardMethod.method, byInput: gradients.byInput, byFilter: gradients.byFilter)
  }

  /// What computes the output.
  enum Forward {
    case fewFilters(FewFiltersConvolution)
    case winograd(WinogradMethod)
    case gatheredProduct(StridedPointwise)
    case product
    case direct

    fileprivate var method: ConvolutionMethod {
      switch self {
      case .fewFilters: .fewFilters
      case .winograd: .winograd
      case .gatheredProduct: .gatheredProduct
      case .product: .product
      case .direct: .direct
      }
    }
  }

  var forwardMethod: Forward {
    if let fewFilters { return .fewFilters(fewFilters) }
    if let winograd, winograd.takesForward { return .winograd(winograd) }
    if let strided { return .gatheredProduct(strided) }
    return geometry.isPointwise && !isPooled ? .product : .direct
  }

  /// What computes the gradients.
  enum Backward {
    case fewFilters(FewFiltersConvolution)
    case product(PointwiseGradients)
    case gatheredProduct(StridedPointwise)
    /// What it does not take is computed without it.
    case winograd(WinogradMethod)
    case direct

    fileprivate func methods(
      otherwise rest: ConvolutionMethod
    ) -> (byInput: ConvolutionMethod, byFilter: ConvolutionMethod) {
      switch self {
      case .fewFilters: (.fewFilters, .fewFilters)
      case .product: (.product, .product)
      case .gatheredProduct: (.gatheredProduct, .gatheredProduct)
      case .winograd(let method):
        (method.takesInputGradient ? .winograd : rest, method.takesFilterGradient ? .winograd : rest)
      case .direct: (rest, rest)
      }
    }
  }

  var backwardMethod: Backward {
    if let fewFilters { return .fewFilters(fewFilters) }
    if let pointwiseGradients { return .product(pointwiseGradients) }
    if let strided { return .gatheredProduct(strided) }
    return winograd.map { .winograd($0) } ?? .direct
  }
}
