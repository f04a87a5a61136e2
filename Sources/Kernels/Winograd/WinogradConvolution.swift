/// A convolution of 3 x 3 by Winograd's minimal filtering: where the textbook's method takes 144 products, 36 at stride 1 and 81 at
/// stride 2.
///
/// Results differ from those of the textbook's method by about 1e-5 of the greatest; an input that is not finite spoils the
/// tile of results whose patch it lies in, and the gradient by the filter, even where no window sees it.
struct WinogradConvolution<Forward: FilterGradientScheme, Backward: TileScheme>: Sendable {
  private let geometry: ConvolutionGeometry
  private let epilogue: Epilogue
  private let isPooled: Bool
  /// Nil where another method is as good.
  private let forwardPass: WinogradPass<Forward>?
  private let inputPass: WinogradPass<Backward>?
  private let filterPass: WinogradFilterGradient<Forward>?

  /// - Parameter backward: the tiles of the input gradient.
  init(
    _ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool, gradientMethod: GradientMethod,
    backward: WinogradTiles<Backward>, isForced: Bool
  ) {
    (geometry, self.epilogue, self.isPooled) = (g, epilogue, isPooled)
    let step = isPooled ? 2 : 1
    let (height, width) = (g.outputHeight / step * step, g.outputWidth / step * step)
    let tiles = WinogradTiles<Forward>(
      batch: g.batch, height: height, width: width, patches: TileOrigin(top: g.padding.top, left: g.padding.left))
    let cost = WinogradCost(g, isForced: isForced)
    let places = height * width
    // Where only the winners of pooling windows are visited, half as many products take as long.
    let visited = gradientMethod == .sparse ? places / 2 : places
    forwardPass =
      cost.pays(tiles, insteadOf: places)
      ? WinogradPass(tiles, channels: g.channels, filters: g.filters) : nil
    inputPass =
      cost.pays(backward, insteadOf: visited)
      ? WinogradPass(backward, channels: g.filters, filters: g.channels) : nil
    filterPass =
      cost.pays(tiles, insteadOf: visited)
      ? WinogradFilterGradient(tiles, channels: g.channels, filters: g.filters) : nil
  }

  var takesForward: Bool { forwardPass != nil }
  /// Whether `spread` computes anything.
  var takesInputGradient: Bool { inputPass != nil }
  var takesFilterGradient: Bool { filterPass != nil }

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

  /// Computes the input gradient of a linear convolution as the output of a transposed one, to which bias and ReLU belong.
  func spread(
    _ source: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?, epilogue: Epilogue,
    into target: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let sink = ImageSink(images: target, shape: inputShape, bias: bias, epilogue: epilogue)
    runBack(ImagePatches(images: source, shape: outputShape), filter, sink, workspace)
  }

  private func runBack(
    _ deltas: some PatchSource, _ filter: UnsafePointer<Float>, _ sink: ImageSink,
    _ workspace: UnsafeMutablePointer<Float>
  ) {
    guard let inputPass else { return }
    inputPass.filters.transformTurned(filter, into: workspace)
    inputPass.run(deltas, workspace, sink, workspace: workspace + inputPass.filters.count)
  }

  private func run(_ request: inout GradientRequest, _ deltas: some PatchSource) {
    if takesInputGradient, let inputGradient = request.inputGradient {
      let sink = ImageSink(images: inputGradient, shape: inputShape, bias: nil, epilogue: .linear)
      runBack(deltas, request.filter, sink, request.workspace)
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

/// What Winograd's method costs, in multiply-adds: the products for each pair of channel and filter of a tile, and the transforms,
/// which take as long as 14 for each product and each channel or filter (measured).
struct WinogradCost {
  private let geometry: ConvolutionGeometry
  /// Whether the method is used wherever it fits.
  private let isForced: Bool

  init(_ geometry: ConvolutionGeometry, isForced: Bool) { (self.geometry, self.isForced) = (geometry, isForced) }

  /// Whether tiles cost less than the textbook's method at so many places of an image.
  func pays<Scheme: TileScheme>(_ tiles: WinogradTiles<Scheme>, insteadOf places: Int) -> Bool {
    let g = geometry
    let (pairs, transforms) = (g.channels * g.filters, 14 * (g.channels + g.filters))
    let cost = tiles.count / g.batch * Scheme.products * (pairs + transforms)
    return isForced || min(g.channels, g.filters) >= 16 && cost < places * 9 * pairs
  }
}
