import Kernels
import Tensors

/// How far Winograd's method and the direct one are from sums in float64, on the 3 x 3 layers of the networks with their batches,
/// relative to the greatest value of each result. Epilogues are left out: they round nothing.
struct WinogradErrors {
  private let layers: [(network: String, geometry: ConvolutionGeometry)] =
    [(13, 32, 64), (5, 64, 128)].map { ("mnist", layer(batch: 64, $0, $1, $2, isSame: false)) }
    + [(89, 32, 64), (43, 64, 128), (20, 128, 256), (9, 256, 256)].map {
      ("dogs", layer(batch: 32, $0, $1, $2, isSame: false))
    }
    + [
      (180, 64, 64), (90, 64, 128), (90, 128, 128), (45, 128, 256), (45, 256, 256), (22, 256, 512), (22, 512, 512),
      (11, 512, 512),
    ]
    .map { ("vgg16", layer(batch: 32, $0, $1, $2)) }
    + [(100, 64, 64), (50, 128, 128), (25, 256, 256), (50, 256, 128), (100, 128, 64)].map {
      ("seg", layer(batch: 16, $0, $1, $2))
    }
    // The last three lead from outputs back to inputs of the transposed convolutions.
    + [(100, 64, 128), (50, 128, 256), (50, 256, 256), (100, 128, 128), (200, 64, 64)].map {
      ("seg", layer(batch: 16, $0, $1, $2, stride: 2))
    }

  private static func layer(
    batch: Int, _ side: Int, _ channels: Int, _ filters: Int, stride: Int = 1, isSame: Bool = true
  ) -> ConvolutionGeometry {
    let padding =
      isSame
      ? Padding.same(
        height: side, width: side, kernelHeight: 3, kernelWidth: 3, strideHeight: stride, strideWidth: stride) : .none
    return ConvolutionGeometry(
      batch: batch, input: (side, side, channels), kernel: (3, 3), filters: filters, strides: (stride, stride),
      padding: padding)
  }

  func run() {
    print("in millionths; output, gradient by input, gradient by filter\nnetwork  layer  Winograd  direct")
    for (network, geometry) in layers {
      let comparison = MethodComparison(geometry)
      let g = geometry
      let name = "\(g.height) x \(g.width), \(g.channels) → \(g.filters)" + (g.strideHeight == 2 ? ", stride 2" : "")
      print("\(network)  \(name)  \(comparison.errors(.always))  \(comparison.errors(.never))")
    }
  }
}

/// One layer's operands, and what some elements of its results are in float64.
private struct MethodComparison {
  private let geometry: ConvolutionGeometry
  private let x, w, dy: TensorStorage<Float>
  private let outputs, inputs, filters: [(index: Int, value: Double)]

  /// Elements of each result that are compared.
  private static var samples: Int { 400 }

  init(_ g: ConvolutionGeometry) {
    geometry = g
    var generator = RandomGenerator(seed: 1, purpose: "errors")
    let bound = Float(6.0 / Double(9 * (g.channels + g.filters))).squareRoot()
    // Activations after ReLU, Glorot's uniform weights, gradients around zero.
    let x = Self.storage(g.inputCount) { max(generator.uniform(in: -1..<1), 0) }
    let w = Self.storage(g.filterCount) { generator.uniform(in: -bound..<bound) }
    let dy = Self.storage(g.outputCount) { generator.uniform(in: -1..<1) }
    (self.x, self.w, self.dy) = (x, w, dy)
    let sums = ExactSums(geometry: g, x: x.pointer, w: w.pointer, dy: dy.pointer)
    func sample(_ count: Int, _ value: (Int) -> Double) -> [(index: Int, value: Double)] {
      (0..<Self.samples).map { _ in
        let index = generator.integer(below: count)
        return (index, value(index))
      }
    }
    outputs = sample(g.outputCount, sums.output)
    inputs = sample(g.inputCount, sums.inputGradient)
    filters = sample(g.filterCount, sums.filterGradient)
  }

  private static func storage(_ count: Int, _ next: () -> Float) -> TensorStorage<Float> {
    let storage = TensorStorage<Float>(uninitialized: count)
    for index in 0..<count { storage.pointer[index] = next() }
    return storage
  }

  /// The greatest errors of output, input gradient and filter gradient.
  func errors(_ use: Convolution.WinogradUse) -> String {
    var tuning = Convolution.Tuning()
    tuning.winograd = use
    let (g, operation) = (geometry, Convolution(geometry, tuning: tuning))
    let results = [g.outputCount, g.inputCount, g.filterCount].map { TensorStorage<Float>(uninitialized: $0) }
    let workspace = TensorStorage<Float>(uninitialized: operation.workspaceCount)
    operation.forward(
      input: x.pointer, filter: w.pointer, bias: nil, output: results[0].pointer, winners: nil,
      workspace: workspace.pointer)
    operation.gradients(
      input: x.pointer, filter: w.pointer, output: results[0].pointer, winners: nil, outputGradient: dy.pointer,
      inputGradient: results[1].pointer, filterGradient: results[2].pointer, biasGradient: nil,
      workspace: workspace.pointer)
    return zip(results, [outputs, inputs, filters]).map { result, expected in
      let values = UnsafeBufferPointer(start: result.pointer, count: result.count)
      let scale = Double(values.reduce(0) { max($0, abs($1)) })
      let error = expected.reduce(0) { max($0, abs(Double(values[$1.index]) - $1.value)) }
      return "\((error / scale * 1e7).rounded() / 10)"
    }.joined(separator: ", ")
  }
}

/// Elements of a convolution's results by the textbook's sums in float64.
private struct ExactSums {
  let geometry: ConvolutionGeometry
  let x, w, dy: UnsafeMutablePointer<Float>

  func output(_ index: Int) -> Double {
    let (place, f) = (index / geometry.filters, index % geometry.filters)
    return sum(of: x, count: geometry.channels, at: { seen(from: place, $0, $1) }) { (channel: $0, filter: f) }
  }

  func inputGradient(_ index: Int) -> Double {
    let (place, c) = (index / geometry.channels, index % geometry.channels)
    return sum(of: dy, count: geometry.filters, at: { seer(of: place, $0, $1) }) { (channel: c, filter: $0) }
  }

  func filterGradient(_ index: Int) -> Double {
    let g = geometry
    let (row, f) = (index / g.filters, index % g.filters)
    let (tap, c) = (row / g.channels, row % g.channels)
    return (0..<g.outputCount / g.filters).reduce(0) { sum, place in
      guard let at = seen(from: place, tap / 3, tap % 3) else { return sum }
      return sum + Double(x[at * g.channels + c]) * Double(dy[place * g.filters + f])
    }
  }

  /// Over all taps, the `count` values of the place that belongs to each, by their weights.
  private func sum(
    of values: UnsafeMutablePointer<Float>, count: Int, at place: (_ u: Int, _ v: Int) -> Int?,
    weight: (Int) -> (channel: Int, filter: Int)
  ) -> Double {
    var sum = 0.0
    for tap in 0..<9 {
      guard let at = place(tap / 3, tap % 3) else { continue }
      for index in 0..<count {
        let (channel, filter) = weight(index)
        sum +=
          Double(values[at * count + index])
          * Double(w[(tap * geometry.channels + channel) * geometry.filters + filter])
      }
    }
    return sum
  }

  /// The place of the input that an output sees through a tap; nil in the padding.
  private func seen(from output: Int, _ u: Int, _ v: Int) -> Int? {
    let g = geometry
    let (row, j) = (output / g.outputWidth, output % g.outputWidth)
    let (n, i) = (row / g.outputHeight, row % g.outputHeight)
    let (y, column) = (i * g.strideHeight + u - g.padding.top, j * g.strideWidth + v - g.padding.left)
    guard (0..<g.height).contains(y), (0..<g.width).contains(column) else { return nil }
    return (n * g.height + y) * g.width + column
  }

  /// The output that sees a place of the input through a tap; nil where none does.
  private func seer(of input: Int, _ u: Int, _ v: Int) -> Int? {
    let g = geometry
    let (row, column) = (input / g.width, input % g.width)
    let (n, y) = (row / g.height, row % g.height)
    let (top, left) = (y + g.padding.top - u, column + g.padding.left - v)
    guard top >= 0, left >= 0, top % g.strideHeight == 0, left % g.strideWidth == 0 else { return nil }
    let (i, j) = (top / g.strideHeight, left / g.strideWidth)
    guard i < g.outputHeight, j < g.outputWidth else { return nil }
    return (n * g.outputHeight + i) * g.outputWidth + j
  }
}
