/// A convolution of 3 x 3 at stride 1 by Winograd's minimal filtering: 36 products where the textbook's method takes 144.
///
/// Results differ from those of the textbook's method by about 1e-5 of the greatest; an input that is not finite spoils the
/// tile of 4 x 4 outputs that sees it.
struct WinogradConvolution: Sendable {
  private let geometry: ConvolutionGeometry
  private let epilogue: Epilogue
  private let isPooled: Bool
  /// Nil where another method is as good.
  private let forwardPass: WinogradPass?
  private let inputPass: WinogradPass?
  private let filterPass: WinogradFilterGradient?

  init(_ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool, gradientMethod: GradientMethod, isForced: Bool) {
    (geometry, self.epilogue, self.isPooled) = (g, epilogue, isPooled)
    let step = isPooled ? 2 : 1
    let (height, width) = (g.outputHeight / step * step, g.outputWidth / step * step)
    let cost = WinogradCost(g, isForced: isForced)
    let places = height * width
    // Where only the winners of pooling windows are visited, half as many products take as long.
    let visited = gradientMethod == .sparse ? places / 2 : places
    forwardPass =
      cost.pays(height, width, insteadOf: places)
      ? WinogradPass(
        batch: g.batch, height: height, width: width, channels: g.channels, filters: g.filters, top: g.padding.top,
        left: g.padding.left) : nil
    inputPass =
      cost.pays(g.height, g.width, insteadOf: visited)
      ? WinogradPass(
        batch: g.batch, height: g.height, width: g.width, channels: g.filters, filters: g.channels,
        top: 2 - g.padding.top, left: 2 - g.padding.left) : nil
    filterPass =
      cost.pays(height, width, insteadOf: visited)
      ? WinogradFilterGradient(
        batch: g.batch, height: height, width: width, channels: g.channels, filters: g.filters, top: g.padding.top,
        left: g.padding.left) : nil
  }

  var takesForward: Bool { forwardPass != nil }

  /// Whether nothing of the gradients is left to another method.
  var takesGradients: Bool { inputPass != nil && filterPass != nil }

  var forwardWorkspaceCount: Int { forwardPass.map { $0.filters.count + $0.workspaceCount } ?? 0 }
  var gradientWorkspaceCount: Int {
    max(inputPass.map { $0.filters.count + $0.workspaceCount } ?? 0, filterPass?.workspaceCount ?? 0)
  }

  private var inputShape: ImageShape {
    ImageShape(height: geometry.height, width: geometry.width, channels: geometry.channels)
  }

  /// Shape of the output, pooled if it is.
  private var outputShape: ImageShape {
    let step = isPooled ? 2 : 1
    return ImageShape(
      height: geometry.outputHeight / step, width: geometry.outputWidth / step, channels: geometry.filters)
  }

  func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<UInt8>?, workspace: UnsafeMutablePointer<Float>
  ) {
    guard let forwardPass else { return }
    forwardPass.filters.transform(filter, into: workspace)
    let source = ImagePatches(images: input, shape: inputShape)
    let memory = workspace + forwardPass.filters.count
    if isPooled {
      let sink = PoolingSink(images: output, winners: winners, shape: outputShape, bias: bias, epilogue: epilogue)
      forwardPass.run(source, workspace, sink, workspace: memory)
    } else {
      let sink = ImageSink(images: output, shape: outputShape, bias: bias, epilogue: epilogue)
      forwardPass.run(source, workspace, sink, workspace: memory)
    }
  }

  /// Computes the gradients for which this method is the better, and takes them out of the request.
  func gradients(_ request: inout GradientRequest) {
    if isPooled, let winners = request.winners {
      let output = epilogue == .relu ? request.output : nil
      run(
        &request,
        UnpooledPatches(gradient: request.outputGradient, output: output, winners: winners, shape: outputShape))
    } else if epilogue == .relu {
      run(&request, MaskedPatches(gradient: request.outputGradient, output: request.output, shape: outputShape))
    } else {
      run(&request, ImagePatches(images: request.outputGradient, shape: outputShape))
    }
  }

  private func run(_ request: inout GradientRequest, _ deltas: some PatchSource) {
    if let inputPass, let inputGradient = request.inputGradient {
      inputPass.filters.transformTurned(request.filter, into: request.workspace)
      let sink = ImageSink(images: inputGradient, shape: inputShape, bias: nil, epilogue: .linear)
      inputPass.run(deltas, request.workspace, sink, workspace: request.workspace + inputPass.filters.count)
      request.inputGradient = nil
    }
    guard let filterPass, request.filterGradient != nil || request.biasGradient != nil else { return }
    filterPass.run(
      input: ImagePatches(images: request.input, shape: inputShape), deltas: deltas,
      filterGradient: request.filterGradient,
      biasGradient: request.biasGradient, workspace: request.workspace)
    (request.filterGradient, request.biasGradient) = (nil, nil)
  }
}

/// What Winograd's method costs, in multiply-adds: 36 products for each pair of channel and filter of a tile, and the
/// transforms, which take as long as 500 for each channel and each filter (measured).
struct WinogradCost {
  private let geometry: ConvolutionGeometry
  /// Whether the method is used wherever it fits.
  private let isForced: Bool

  init(_ geometry: ConvolutionGeometry, isForced: Bool) { (self.geometry, self.isForced) = (geometry, isForced) }

  private var fits: Bool {
    let g = geometry
    return (g.kernelHeight, g.kernelWidth, g.strideHeight, g.strideWidth) == (3, 3, 1, 1)
      && (isForced || min(g.channels, g.filters) >= 16)
  }

  /// Whether the tiles of a map cost less than the textbook's method at so many places.
  func pays(_ height: Int, _ width: Int, insteadOf places: Int) -> Bool {
    let g = geometry
    let tiles = WinogradTiles(batch: 1, height: height, width: width).count
    let cost = tiles * (36 * g.channels * g.filters + 500 * (g.channels + g.filters))
    return fits && (isForced || cost < places * 9 * g.channels * g.filters)
  }
}
