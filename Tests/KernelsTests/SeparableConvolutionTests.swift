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

  /// Those that are differentiated in one pass: nothing is rectified behind the normalisation.
  static let gradientSweep =
    sweep.filter { $0.epilogue == .linear } + [
      SeparableCase(batch: 20, input: (41, 40, 24), isSame: false, filters: 16, normalization: .relu),
      SeparableCase(batch: 5, input: (6, 7, 512), filters: 256, normalization: .linear),
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

  @Test(arguments: SeparableCase.sweep)
  func placesOfMaximaAreKept(example: SeparableCase) throws {
    let operands = Operands(example)
    let expected = operands.winners()
    let (result, winners) = withBytes(expected.count) { winners in
      Result { try operands.onePass(winners: expected.isEmpty ? nil : winners) }
    }
    #expect(try result.get().bits == operands.parts().bits)
    #expect(winners.prefix(expected.count) == expected[...])
  }

  @Test(arguments: SeparableCase.gradientSweep, [true, false])
  func gradientsAreThoseOfTheParts(example: SeparableCase, ownMoments: Bool) throws {
    let operands = Operands(example)
    let expected = operands.gradientsOfParts(ownMoments: ownMoments)
    let result = try operands.gradientsOfOnePass(ownMoments: ownMoments)
    #expect(result.count == 7)
    for (index, (own, other)) in zip(result, expected).enumerated() {
      #expect(own.isIntact)
      // γ and β have a gradient where there is a normalisation.
      guard example.normalization != nil || ![1, 2].contains(index) else { continue }
      let scale = other.values.reduce(0) { max($0, abs($1)) }
      let distance = zip(own.values, other.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(distance <= 2e-5 * scale)
    }
  }

  @Test func gradientsNobodyNeedsChangeNoOther() throws {
    let operands = Operands(
      SeparableCase(input: (20, 21, 16), filters: 24, normalization: .relu, pooling: (3, 2, true)))
    let all = try operands.gradientsOfOnePass(ownMoments: true)
    for wanted in 0..<7 {
      // The way to γ and β leads through the gradient by the input.
      let own = try operands.gradientsOfOnePass(ownMoments: true) { $0 == wanted || $0 == 0 && wanted < 3 }
      #expect(own[wanted].bits == all[wanted].bits)
      #expect(own.indices.allSatisfy { $0 == wanted || $0 == 0 || own[$0].values.allSatisfy(\.isNaN) })
    }
  }

  @Test func onlyLinearPartsAreDifferentiatedTogether() throws {
    func isDifferentiable(_ epilogue: Epilogue) throws -> Bool {
      let example = SeparableCase(input: (9, 8, 16), filters: 16, epilogue: epilogue)
      let joined = SeparableConvolution(depthwise: example.depthwise, pointwise: example.pointwise)
      return try #require(joined).isDifferentiable
    }
    #expect(try isDifferentiable(.linear))
    #expect(try !isDifferentiable(.relu))
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

extension SeparableConvolutionTests {
  /// Random operands of a case.
  struct Operands {
    let example: SeparableCase
    let input, depthwise, depthwiseBias, pointwise, pointwiseBias, mean, variance, gamma, beta, outputGradient: Buffer

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
      outputGradient = Buffer(random: example.maxPooling?.outputCount ?? p.outputCount, "output gradient")
    }

    private var bias: UnsafePointer<Float>? { example.hasBias ? pointwiseBias.input : nil }

    func onePass(winners: UnsafeMutablePointer<UInt8>? = nil) throws -> Buffer {
      let operation = try #require(
        SeparableConvolution(
          normalization: example.batchNormalization, depthwise: example.depthwise, pointwise: example.pointwise,
          pooling: example.maxPooling))
      let output = Buffer(junk: example.maxPooling?.outputCount ?? example.pointwise.outputCount)
      let workspace = Buffer(junk: operation.workspaceCount)
      operation.forward(
        input: input.input, moments: moments,
        depthwise: SeparableConvolution.Weights(filter: depthwise.input, bias: depthwiseBias.input),
        pointwise: SeparableConvolution.Weights(filter: pointwise.input, bias: bias), winners: winners,
        output: output.pointer, workspace: workspace.pointer)
      #expect(workspace.isIntact)
      return output
    }

    private var moments: SeparableConvolution.Moments? {
      example.normalization.map { _ in
        SeparableConvolution.Moments(mean: mean.input, variance: variance.input, gamma: gamma.input, beta: beta.input)
      }
    }

    /// The gradients by the input, γ and β, and by the weights and biases of both convolutions, those that are wanted.
    func gradientsOfOnePass(ownMoments: Bool, _ isWanted: (Int) -> Bool = { _ in true }) throws -> [Buffer] {
      let operation = try #require(
        SeparableConvolution(
          normalization: example.batchNormalization, depthwise: example.depthwise, pointwise: example.pointwise,
          pooling: example.maxPooling))
      var winners = winners()
      let workspace = Buffer(junk: operation.gradientWorkspaceCount)
      let results = junkGradients
      func target(_ index: Int) -> UnsafeMutablePointer<Float>? { isWanted(index) ? results[index].pointer : nil }
      winners.withUnsafeMutableBufferPointer { winners in
        operation.gradients(
          input: input.input, moments: moments, ownMoments: ownMoments,
          depthwise: SeparableConvolution.Weights(filter: depthwise.input, bias: depthwiseBias.input),
          pointwise: pointwise.input, winners: example.pooling == nil ? nil : UnsafePointer(winners.baseAddress),
          outputGradient: outputGradient.input,
          into: SeparableConvolution.Gradients(
            input: target(0), gamma: target(1), beta: target(2), depthwiseFilter: target(3), depthwiseBias: target(4),
            pointwiseFilter: target(5), pointwiseBias: target(6)), workspace: workspace.pointer)
      }
      #expect(workspace.isIntact)
      return results
    }

    /// The places of the maxima, if there is a pooling.
    func winners() -> [UInt8] {
      guard let pooling = example.maxPooling else { return [] }
      let maps = convolved(between().between)
      let pooled = Buffer(junk: pooling.outputCount)
      let (_, winners) = withBytes(pooling.winnersCount) {
        pooling.forward(input: maps.input, output: pooled.pointer, winners: $0)
      }
      #expect(maps.isIntact && pooled.isIntact)
      return Array(winners.prefix(pooling.winnersCount))
    }

    private var junkGradients: [Buffer] {
      [input, gamma, beta, depthwise, depthwiseBias, pointwise, pointwiseBias].map { Buffer(junk: $0.count) }
    }

    /// The same by one operation after another; γ and β have none without a normalisation.
    func gradientsOfParts(ownMoments: Bool) -> [Buffer] {
      let results = junkGradients
      let (x, between) = between()
      let delta = gradientBeforePooling()
      let inner = Buffer(junk: example.depthwise.outputCount)
      let pointwiseWorkspace = Buffer(junk: example.pointwise.gradientWorkspaceCount)
      example.pointwise.gradients(
        input: between.input, filter: pointwise.input, output: delta.input, winners: nil, outputGradient: delta.input,
        inputGradient: inner.pointer, filterGradient: results[5].pointer, biasGradient: results[6].pointer,
        workspace: pointwiseWorkspace.pointer)
      let depthwiseWorkspace = Buffer(junk: example.depthwise.gradientWorkspaceCount)
      example.depthwise.gradients(
        input: x.input, filter: depthwise.input, output: between.input, outputGradient: inner.input,
        inputGradient: results[0].pointer, filterGradient: results[3].pointer, biasGradient: results[4].pointer,
        workspace: depthwiseWorkspace.pointer)
      #expect(x.isIntact && between.isIntact && inner.isIntact && delta.isIntact)
      #expect(pointwiseWorkspace.isIntact && depthwiseWorkspace.isIntact)
      guard let normalization = example.batchNormalization else { return results }
      let workspace = Buffer(junk: normalization.workspaceCount)
      normalization.gradients(
        input: input.input, mean: mean.input, variance: variance.input, ownMoments: ownMoments, gamma: gamma.input,
        beta: beta.input, outputGradient: results[0].input, inputGradient: results[0].pointer,
        gammaGradient: results[1].pointer, betaGradient: results[2].pointer, workspace: workspace.pointer)
      #expect(workspace.isIntact)
      return results
    }

    private func gradientBeforePooling() -> Buffer {
      guard let pooling = example.maxPooling else { return outputGradient }
      let delta = Buffer(junk: example.pointwise.outputCount)
      winners().withUnsafeBufferPointer { winners in
        guard let winners = winners.baseAddress else { return }
        pooling.gradient(
          winners: winners, outputGradient: outputGradient.input, inputGradient: delta.pointer)
      }
      return delta
    }

    /// The same by one operation after another.
    func parts() -> Buffer {
      let y = convolved(between().between)
      guard let pooling = example.maxPooling else { return y }
      let pooled = Buffer(junk: pooling.outputCount)
      pooling.forward(input: y.input, output: pooled.pointer, winners: nil)
      return pooled
    }

    private func convolved(_ between: Buffer) -> Buffer {
      let y = Buffer(junk: example.pointwise.outputCount)
      let workspace = Buffer(junk: example.pointwise.forwardWorkspaceCount)
      example.pointwise.forward(
        input: between.input, filter: pointwise.input, bias: bias, output: y.pointer, winners: nil,
        workspace: workspace.pointer)
      #expect(workspace.isIntact)
      return y
    }

    /// The normalised input, and what lies between the convolutions.
    private func between() -> (normalized: Buffer, between: Buffer) {
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
      let workspace = Buffer(junk: example.depthwise.forwardWorkspaceCount)
      example.depthwise.forward(
        input: x.input, filter: depthwise.input, bias: depthwiseBias.input, output: between.pointer,
        workspace: workspace.pointer)
      #expect(workspace.isIntact)
      return (x, between)
    }
  }
}
