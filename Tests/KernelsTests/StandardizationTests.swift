import Kernels
import Testing

@Suite struct StandardizationTests {
  @Test(arguments: [
    ([3, 4, 5], [1, 1, 5]), ([2, 6, 17], [1, 6, 1]), ([2, 3, 4, 20], [1, 3, 1, 20]), ([7, 9], [1, 1]),
  ])
  func agreesWithItsSlowTwin(_ shape: [Int], _ moments: [Int]) {
    let (x, dy) = (Buffer(random: shape.reduce(1, *), "x"), Buffer(random: shape.reduce(1, *), "dy"))
    let (mean, variance) = (Buffer(random: moments.reduce(1, *), "m"), Buffer(random: moments.reduce(1, *), "v"))
    for index in 0..<variance.count { variance.pointer[index] = abs(variance.pointer[index]) }
    variance.pointer[0] = 0.25
    for isInverse in [false, true] {
      let operation = Standardization(shape: shape, moments: moments, isInverse: isInverse)
      let workspace = Buffer(junk: operation.workspaceCount)
      let (y, dx) = (Buffer(junk: x.count), Buffer(junk: x.count))
      operation.forward(
        input: x.input, mean: mean.input, variance: variance.input, output: y.pointer, workspace: workspace.pointer)
      operation.gradient(
        variance: variance.input, outputGradient: dy.input, inputGradient: dx.pointer, workspace: workspace.pointer)
      #expect(y.isIntact && dx.isIntact && workspace.isIntact)
      let (xs, ds) = (x.values.map(Double.init), dy.values.map(Double.init))
      let places = xs.indices.map { CombinationCase.place($0, of: shape, in: moments) }
      let (m, s) = (mean.values.map(Double.init), variance.values.map { Double($0).squareRoot() })
      let outputs = zip(xs, places).map { isInverse ? m[$1] + $0 * s[$1] : ($0 - m[$1]) / s[$1] }
      let gradients = zip(ds, places).map { isInverse ? $0 * s[$1] : $0 / s[$1] }
      expectClose(y.values, outputs, tolerance: 1e-6, "output")
      expectClose(dx.values, gradients, tolerance: 1e-6, "gradient")
    }
  }

  @Test func aChannelThatNeverVariesIsNotDividedByZero() {
    let operation = Standardization(shape: [2, 1], moments: [1, 1], isInverse: false)
    let (x, mean, variance) = (Buffer([3, 3]), Buffer([3]), Buffer([0]))
    let (y, workspace) = (Buffer(junk: 2), Buffer(junk: 1))
    operation.forward(
      input: x.input, mean: mean.input, variance: variance.input, output: y.pointer, workspace: workspace.pointer)
    #expect(y.values == [0, 0])
    #expect([x, mean, variance, workspace].allSatisfy { $0.isIntact })
  }

  @Test func spatialDropoutDropsWholeChannels() {
    let (batch, places, channels) = (40, 6, 25)
    let operation = SpatialDropout(rate: 0.25, batch: batch, places: places, channels: channels)
    let x = Buffer([Float](repeating: 3, count: batch * places * channels))
    let (y, workspace) = (Buffer(junk: x.count), Buffer(junk: operation.workspaceCount))
    operation.apply(input: x.input, output: y.pointer, key: 9, workspace: workspace.pointer)
    #expect(y.isIntact && workspace.isIntact)
    let values = y.values
    var kept = 0
    for n in 0..<batch {
      for c in 0..<channels {
        let channel = Set((0..<places).map { values[(n * places + $0) * channels + c] })
        #expect(channel == [0] || channel == [4])
        kept += channel == [4] ? 1 : 0
      }
    }
    #expect(abs(Double(kept) / Double(batch * channels) - 0.75) < 0.05)
  }
}
