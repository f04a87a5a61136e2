/// Winograd's method of a convolution of 3 x 3 at stride 1 or 2.
///
/// An enumeration, since the compiler does not specialise generic code that is called through a protocol.
enum WinogradMethod: Sendable {
  case plain(WinogradConvolution<PlainTiles, PlainTiles>)
  case halving(WinogradConvolution<HalvingTiles, DoublingTiles>)

  /// Nil for other convolutions.
  ///
  /// - Parameter isForced: whether the method is used where another is as good, too.
  init?(
    _ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool, gradientMethod: GradientMethod, isForced: Bool
  ) {
    guard (g.kernelHeight, g.kernelWidth) == (3, 3) else { return nil }
    switch (g.strideHeight, g.strideWidth) {
    case (1, 1):
      let patches = TileOrigin(top: 2 - g.padding.top, left: 2 - g.padding.left)
      self = .plain(
        WinogradConvolution(
          g, epilogue: epilogue, isPooled: isPooled, gradientMethod: gradientMethod,
          backward: WinogradTiles(batch: g.batch, height: g.height, width: g.width, patches: patches),
          isForced: isForced))
    case (2, 2) where !isPooled && max(g.padding.top, g.padding.left) < DoublingTiles.tileSide:
      // The first window begins in the padding, and with it the results.
      let results = TileOrigin(top: g.padding.top, left: g.padding.left)
      self = .halving(
        WinogradConvolution(
          g, epilogue: epilogue, isPooled: false, gradientMethod: gradientMethod,
          backward: WinogradTiles(
            batch: g.batch, height: g.height, width: g.width, results: results, patches: TileOrigin(top: 1, left: 1)),
          isForced: isForced))
    default: return nil
    }
  }

  var takesForward: Bool {
    switch self {
    case .plain(let method): method.takesForward
    case .halving(let method): method.takesForward
    }
  }

  var takesInputGradient: Bool {
    switch self {
    case .plain(let method): method.takesInputGradient
    case .halving(let method): method.takesInputGradient
    }
  }

  var takesFilterGradient: Bool {
    switch self {
    case .plain(let method): method.takesFilterGradient
    case .halving(let method): method.takesFilterGradient
    }
  }

  /// Whether nothing of the gradients is left to another method.
  var takesGradients: Bool { takesInputGradient && takesFilterGradient }

  var forwardWorkspaceCount: Int {
    switch self {
    case .plain(let method): method.forwardWorkspaceCount
    case .halving(let method): method.forwardWorkspaceCount
    }
  }

  var gradientWorkspaceCount: Int {
    switch self {
    case .plain(let method): method.gradientWorkspaceCount
    case .halving(let method): method.gradientWorkspaceCount
    }
  }

  func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<UInt8>?, workspace: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .plain(let method):
      method.forward(input: input, filter: filter, bias: bias, output: output, winners: winners, workspace: workspace)
    case .halving(let method):
      method.forward(input: input, filter: filter, bias: bias, output: output, winners: winners, workspace: workspace)
    }
  }

  /// Computes the gradients for which this method is the better, and takes them out of the request.
  func gradients(_ request: inout GradientRequest) {
    switch self {
    case .plain(let method): method.gradients(&request)
    case .halving(let method): method.gradients(&request)
    }
  }

  /// Computes the output of the transposed convolution, if `takesInputGradient`. At stride 1 that is an ordinary convolution, which
  /// computes it faster.
  func spread(
    _ source: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?, epilogue: Epilogue,
    into target: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .plain(let method):
      method.spread(source, filter: filter, bias: bias, epilogue: epilogue, into: target, workspace: workspace)
    case .halving(let method):
      method.spread(source, filter: filter, bias: bias, epilogue: epilogue, into: target, workspace: workspace)
    }
  }
}
