import Kernels
import Testing

/// Each rule against its formula in float64, over several steps.
@Suite struct OptimizerStepTests {
  private static let count = 37
  private let weights = Buffer(random: count, "w")
  private let gradients = (0..<4).map { Buffer(random: count, "g\($0)") }

  private func slot() -> Buffer { Buffer([Float](repeating: 0, count: Self.count)) }

  private func expectSteps(
    _ rule: (Double, _ g: Double, _ slots: inout [Double], _ step: Int) -> Double, slots: Int
  ) {
    var expected = Buffer(random: Self.count, "w").values.map { Double($0) }
    for index in expected.indices {
      var state = [Double](repeating: 0, count: slots)
      for (step, gradient) in gradients.enumerated() {
        expected[index] = rule(expected[index], Double(gradient.values[index]), &state, step + 1)
      }
    }
    #expect(weights.isIntact)
    expectClose(weights.values, expected, "weights")
  }

  @Test func sgd() {
    for g in gradients {
      OptimizerStep.sgd(weights.pointer, gradient: g.input, count: Self.count, learningRate: 0.1)
    }
    expectSteps({ w, g, _, _ in w - 0.1 * g }, slots: 0)
  }

  @Test(arguments: [false, true])
  func momentum(_ isNesterov: Bool) {
    let momenta = slot()
    for g in gradients {
      OptimizerStep.momentum(
        weights.pointer, gradient: g.input, momenta: momenta.pointer, count: Self.count, learningRate: 0.1,
        momentum: 0.9, isNesterov: isNesterov)
    }
    expectSteps(
      { w, g, slots, _ in
        slots[0] = 0.9 * slots[0] - 0.1 * g
        return w + (isNesterov ? 0.9 * slots[0] - 0.1 * g : slots[0])
      }, slots: 1)
  }

  @Test(arguments: [0, 0.8] as [Float])
  func rmsprop(_ momentum: Float) {
    let (velocities, momenta) = (slot(), slot())
    for g in gradients {
      OptimizerStep.rmsprop(
        weights.pointer, gradient: g.input, velocities: velocities.pointer,
        momenta: momentum > 0 ? momenta.pointer : nil, count: Self.count, learningRate: 0.01, rho: 0.9,
        momentum: momentum, epsilon: 1e-7)
    }
    expectSteps(
      { w, g, slots, _ in
        slots[0] = 0.9 * slots[0] + 0.1 * g * g
        slots[1] = Double(momentum) * slots[1] + 0.01 * g / (slots[0] + 1e-7).squareRoot()
        return w - slots[1]
      }, slots: 2)
  }

  @Test func adam() {
    let (momenta, velocities) = (slot(), slot())
    for (step, g) in gradients.enumerated() {
      OptimizerStep.adam(
        weights.pointer, gradient: g.input, momenta: momenta.pointer, velocities: velocities.pointer, count: Self.count,
        step: step + 1, learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7)
    }
    var powers = (1.0, 1.0)
    expectSteps(
      { w, g, slots, step in
        powers = step == 1 ? (0.9, 0.999) : (powers.0 * 0.9, powers.1 * 0.999)
        slots[0] += (g - slots[0]) * 0.1
        slots[1] += (g * g - slots[1]) * 0.001
        let alpha = 0.01 * (1 - powers.1).squareRoot() / (1 - powers.0)
        return w - alpha * slots[0] / (slots[1].squareRoot() + 1e-7)
      }, slots: 2)
  }
}
