import Kernels
import Testing

/// One row of the sweep.
struct SeparableCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var input: (Int, Int, Int)
  var kernel = (3, 3)
  var strides = (1, 1)
  var dilation = (1, 1)
  var isSame = true
  var filters = 32
  var epilogue = Epilogue.linear
  var hasBias = true
  /// Whether the input is normalised, and rectified after that.
  var normalization: Epilogue?
  /// Window, strides and whether the windows are padded.
  var pooling: (window: Int, stride: Int, isSame: Bool)?

  var depthwise: DepthwiseConvolution {
    DepthwiseCase(
      batch: batch, input: input, kernel: kernel, strides: strides, dilation: dilation, isSame: isSame
    ).operation
  }

  var pointwise: Convolution {
    let g = depthwise.geometry
    let geometry = ConvolutionGeometry(
      batch: batch, input: (g.outputHeight, g.outputWidth, g.channels), kernel: (1, 1), filters: filters)
    return Convolution(geometry, epilogue: epilogue)
  }

  var maxPooling: MaxPooling? {
    let g = pointwise.geometry
    return pooling.map { pooling in
      let padding =
        pooling.isSame
        ? Padding.same(
          height: g.outputHeight, width: g.outputWidth, kernelHeight: pooling.window, kernelWidth: pooling.window,
          strideHeight: pooling.stride, strideWidth: pooling.stride) : .none
      return MaxPooling(
        PoolingGeometry(
          batch: batch, input: (g.outputHeight, g.outputWidth, filters), window: (pooling.window, pooling.window),
          strides: (pooling.stride, pooling.stride), padding: padding))
    }
  }

  var batchNormalization: BatchNormalization? {
    normalization.map { BatchNormalization(rows: batch * input.0 * input.1, channels: input.2, epilogue: $0) }
  }

  var testDescription: String {
    "\(batch)x\(input) \(kernel) /\(strides) :\(dilation)\(isSame ? " same" : "") to \(filters) \(epilogue)"
      + (normalization.map { " normalized \($0)" } ?? "") + (pooling.map { " pooled \($0)" } ?? "")
  }

  static let sweep: [SeparableCase] = [
    SeparableCase(batch: 1, input: (1, 1, 1), kernel: (1, 1), filters: 1),
    SeparableCase(batch: 1, input: (3, 3, 2), filters: 3, normalization: .relu),
    SeparableCase(batch: 3, input: (11, 9, 32), filters: 40, epilogue: .relu, pooling: (3, 2, true)),
    SeparableCase(input: (60, 70, 32), epilogue: .relu, hasBias: false, normalization: .relu),
    SeparableCase(input: (61, 70, 32), normalization: .relu, pooling: (3, 2, true)),
    SeparableCase(input: (62, 71, 20), filters: 17, normalization: .linear, pooling: (2, 2, false)),
    SeparableCase(batch: 1, input: (120, 90, 16), kernel: (5, 4), filters: 64, pooling: (3, 1, true)),
    SeparableCase(input: (90, 40, 24), isSame: false, filters: 16, normalization: .relu, pooling: (2, 3, false)),
    SeparableCase(input: (11, 11, 600), filters: 48, normalization: .relu, pooling: (3, 2, true)),
    SeparableCase(batch: 5, input: (6, 7, 512), filters: 256, epilogue: .relu),
    SeparableCase(input: (80, 33, 18), strides: (2, 3), filters: 33, normalization: .relu, pooling: (3, 2, true)),
    SeparableCase(input: (75, 50, 33), dilation: (2, 3), filters: 20, normalization: .relu),
    SeparableCase(batch: 20, input: (40, 30, 8), filters: 12, normalization: .relu, pooling: (4, 4, false)),
  ]
}

struct SeparableConvolutionTests {
  @Test(arguments: SeparableCase.sweep)
  func onePassGivesTheBitsOfItsParts(example: SeparableCase) throws {
    let operands = Operands(example)
    let expected = operands.parts()
    let result = try operands.onePass()
    #expect(result.bits == expected.bits)
    #expect(result.isIntact)
  }

  @Test func partsThatDoNotFollowEachOtherAreRefused() {
    let example = SeparableCase(input: (9, 8, 16), filters: 8)
    func joined(pointwise: Convolution, pooling: MaxPooling? = nil) -> SeparableConvolution? {
      SeparableConvolution(depthwise: example.depthwise, pointwise: pointwise, pooling: pooling)
    }
    #expect(joined(pointwise: example.pointwise) != nil)
    #expect(joined(pointwise: SeparableCase(input: (8, 8, 16)).pointwise) == nil)
    #expect(joined(pointwise: SeparableCase(input: (8, 9, 16)).pointwise) == nil)
    let wide = ConvolutionGeometry(batch: 2, input: (9, 8, 16), kernel: (3, 3), filters: 8)
    #expect(joined(pointwise: Convolution(wide)) == nil)
    let other = SeparableCase(input: (9, 8, 16), filters: 9, pooling: (2, 2, false)).maxPooling
    #expect(joined(pointwise: example.pointwise, pooling: other) == nil)
  }
}

/// Random operands of a case.
private struct Operands {
  let example: SeparableCase
  let input, depthwise, depthwiseBias, pointwise, pointwiseBias, mean, variance, gamma, beta: Buffer

  init(_ example: SeparableCase) {
    let (d, p) = (example.depthwise.geometry, example.pointwise.geometry)
    self.example = example
    input = Buffer(random: d.inputCount, "input")
    depthwise = Buffer(random: d.filterCount, "depthwise")
    depthwiseBias = Buffer(random: d.channels, "depthwise bias")
    pointwise = Buffer(random: p.filterCount, "pointwise")
    pointwiseBias = Buffer(random: p.filters, "pointwise bias")
    mean = Buffer(random: d.channels, "mean")
    variance = Buffer(Buffer(random: d.channels, "variance").values.map { $0 + 1.5 })
    gamma = Buffer(random: d.channels, "gamma")
    beta = Buffer(random: d.channels, "beta")
  }

  private var bias: UnsafePointer<Float>? { example.hasBias ? pointwiseBias.input : nil }

  func onePass() throws -> Buffer {
    let operation = try #require(
      SeparableConvolution(
        normalization: example.batchNormalization, depthwise: example.depthwise, pointwise: example.pointwise,
        pooling: example.maxPooling))
    let output = Buffer(junk: example.maxPooling?.outputCount ?? example.pointwise.outputCount)
    let workspace = Buffer(junk: operation.workspaceCount)
    operation.forward(
      input: input.input,
      moments: example.normalization.map { _ in
        SeparableConvolution.Moments(
          mean: mean.input, variance: variance.input, gamma: gamma.input, beta: beta.input)
      },
      depthwise: SeparableConvolution.Weights(filter: depthwise.input, bias: depthwiseBias.input),
      pointwise: SeparableConvolution.Weights(filter: pointwise.input, bias: bias),
      output: output.pointer, workspace: workspace.pointer)
    #expect(workspace.isIntact)
    return output
  }

  /// The same by one operation after another.
  func parts() -> Buffer {
    var x = input
    if let normalization = example.batchNormalization {
      let (y, workspace) = (Buffer(junk: x.count), Buffer(junk: normalization.workspaceCount))
      normalization.infer(
        input: x.input, mean: mean.input, variance: variance.input, gamma: gamma.input, beta: beta.input,
        output: y.pointer, workspace: workspace.pointer)
      #expect(workspace.isIntact)
      x = y
    }
    let between = Buffer(junk: example.depthwise.outputCount)
    let depthwiseWorkspace = Buffer(junk: example.depthwise.forwardWorkspaceCount)
    example.depthwise.forward(
      input: x.input, filter: depthwise.input, bias: depthwiseBias.input, output: between.pointer,
      workspace: depthwiseWorkspace.pointer)
    let y = Buffer(junk: example.pointwise.outputCount)
    let pointwiseWorkspace = Buffer(junk: example.pointwise.forwardWorkspaceCount)
    example.pointwise.forward(
      input: between.input, filter: pointwise.input, bias: bias, output: y.pointer, winners: nil,
      workspace: pointwiseWorkspace.pointer)
    #expect(depthwiseWorkspace.isIntact && pointwiseWorkspace.isIntact)
    guard let pooling = example.maxPooling else { return y }
    let pooled = Buffer(junk: pooling.outputCount)
    pooling.forward(input: y.input, output: pooled.pointer, winners: nil)
    return pooled
  }
}
