import Kernels
import Tensors
import Testing

/// What happens to gradients and weights before a rule sees them, against its formula in float64.
@Suite(.serialized) struct GradientPreparationTests {
  static let preparations = [
    GradientPreparation(l1: 0.3), GradientPreparation(l2: 0.7), GradientPreparation(l1: 0.1, l2: 0.2),
    GradientPreparation(scale: 0.25), GradientPreparation(bound: 0.3), GradientPreparation(decay: 0.1),
    GradientPreparation(l1: 0.2, l2: 0.1, scale: 0.5, bound: 0.4, decay: 0.05),
  ]

  private func sign(_ w: Double) -> Double { w > 0 ? 1 : w < 0 ? -1 : 0 }

  private func gradient(_ p: GradientPreparation, _ g: Double, _ w: Double) -> Double {
    let sum = (g + Double(p.l1) * sign(w) + 2 * Double(p.l2) * w) * Double(p.scale)
    return min(max(sum, -Double(p.bound)), Double(p.bound))
  }

  private func weights(_ count: Int) -> Buffer {
    let weights = Buffer(random: count, "w")
    weights.pointer[count / 2] = 0
    return weights
  }

  @Test(arguments: preparations, [1, 16, 37])
  func theRuleSeesThePreparedGradientAndWeight(_ preparation: GradientPreparation, count: Int) {
    let (weights, g) = (weights(count), Buffer(random: count, "g"))
    let before = weights.values
    OptimizerStep.sgd(
      weights.pointer, gradient: g.input, count: count, learningRate: 0.5, preparation: preparation)
    let expected = zip(before, g.values).map { w, g in
      Double(w) * (1 - Double(preparation.decay)) - 0.5 * gradient(preparation, Double(g), Double(w))
    }
    #expect(weights.isIntact)
    expectClose(weights.values, expected, "weights")
  }

  @Test func everyRulePrepares() {
    let preparation = GradientPreparation(l1: 0.2, l2: 0.1, scale: 0.5, bound: 0.4, decay: 0.05)
    let count = 37
    let g = Buffer(random: count, "g")
    let prepared = Buffer(
      zip(weights(count).values, g.values).map { Float(gradient(preparation, Double($1), Double($0))) })
    let decayed = weights(count).values.map { $0 - $0 * 0.05 }
    typealias Step = (weights: Buffer, gradient: Buffer, momenta: Buffer, velocities: Buffer)
    let rules: [(Step, GradientPreparation) -> Void] = [
      { step, p in
        OptimizerStep.momentum(
          step.weights.pointer, gradient: step.gradient.input, momenta: step.momenta.pointer, count: 37,
          learningRate: 0.1, momentum: 0.9, isNesterov: true, preparation: p)
      },
      { step, p in
        OptimizerStep.rmsprop(
          step.weights.pointer, gradient: step.gradient.input, velocities: step.velocities.pointer, momenta: nil,
          count: 37, learningRate: 0.1, rho: 0.9, momentum: 0, epsilon: 1e-3, preparation: p)
      },
      { step, p in
        OptimizerStep.adam(
          step.weights.pointer, gradient: step.gradient.input, momenta: step.momenta.pointer,
          velocities: step.velocities.pointer, count: 37, step: 3, learningRate: 0.1, beta1: 0.9, beta2: 0.99,
          epsilon: 1e-3, preparation: p)
      },
    ]
    for rule in rules {
      let (found, expected) = (weights(count), Buffer(decayed))
      for (weights, gradient, preparation) in [(found, g, preparation), (expected, prepared, GradientPreparation())] {
        let step = Step(weights, gradient, momenta: Buffer(random: 37, "m"), velocities: Buffer(junk: 37, 0.5))
        rule(step, preparation)
        #expect(step.momenta.isIntact && step.velocities.isIntact)
      }
      expectClose(found.values, expected.values.map { Double($0) }, "weights")
    }
  }

  @Test(arguments: [1, 15, 16, 17, 1023, 1025, 4097, 5000, 300_001])
  func sumsAreThoseOfFloat64(_ count: Int) {
    let (weights, g) = (weights(count), Buffer(random: count, "g"))
    let preparation = GradientPreparation(l1: 0.1, l2: 0.2)
    let pairs = zip(g.values, weights.values).map { (Double($0), Double($1)) }
    let norm = pairs.reduce(0) { sum, pair in
      let value = gradient(preparation, pair.0, pair.1)
      return sum + value * value
    }
    let penalty = pairs.reduce(0) { $0 + Double(preparation.l1) * abs($1.1) + Double(preparation.l2) * $1.1 * $1.1 }
    let found = preparation.squaredNorm(g.input, weights: weights.input, count: count)
    #expect(abs(found - norm) <= 1e-6 * norm)
    #expect(abs(preparation.penalty(of: weights.input, count: count) - penalty) <= 1e-6 * penalty)
  }

  @Test func sumsAndStepsAreTheSameForEveryNumberOfThreads() {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let count = 100_003
    let preparation = GradientPreparation(l1: 0.1, l2: 0.2, scale: 0.5)
    let runs = [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      let (weights, g) = (weights(count), Buffer(random: count, "g"))
      let norm = preparation.squaredNorm(g.input, weights: weights.input, count: count)
      OptimizerStep.sgd(weights.pointer, gradient: g.input, count: count, learningRate: 0.1, preparation: preparation)
      return (norm, weights.bits)
    }
    for run in runs.dropFirst() {
      #expect(run.0 == runs[0].0)
      #expect(run.1 == runs[0].1)
    }
  }

  @Test func centredRmspropMeasuresFromTheAverage() {
    let count = 37
    let (weights, velocities, averages) = (Buffer(random: count, "w"), Buffer(junk: count, 0), Buffer(junk: count, 0))
    var expected = weights.values.map { Double($0) }
    var (v, a) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for step in 0..<4 {
      let g = Buffer(random: count, "g\(step)")
      OptimizerStep.rmsprop(
        weights.pointer, gradient: g.input, velocities: velocities.pointer, momenta: nil, averages: averages.pointer,
        count: count, learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-3)
      for (index, g) in g.values.map({ Double($0) }).enumerated() {
        v[index] = 0.9 * v[index] + 0.1 * g * g
        a[index] = 0.9 * a[index] + 0.1 * g
        expected[index] -= 0.01 * g / (v[index] - a[index] * a[index] + 1e-3).squareRoot()
      }
    }
    expectClose(weights.values, expected, "weights")
  }

  @Test func theGreatestVelocityStaysInAdam() {
    let count = 37
    let (weights, momenta, velocities) = (Buffer(random: count, "w"), Buffer(junk: count, 0), Buffer(junk: count, 0))
    let maxima = Buffer(junk: count, 0)
    for scale in [2, 0.1] as [Float] {
      let g = Buffer(Buffer(random: count, "g").values.map { $0 * scale })
      OptimizerStep.adam(
        weights.pointer, gradient: g.input, momenta: momenta.pointer, velocities: velocities.pointer,
        maxima: maxima.pointer, count: count, step: 1, learningRate: 0.01, beta1: 0.9, beta2: 0.5, epsilon: 1e-7)
    }
    let first = Buffer(random: count, "g").values.map { Double($0) * Double($0) * 4 * 0.5 }
    expectClose(maxima.values, first, "maxima")
    #expect(zip(velocities.values, maxima.values).allSatisfy { $0 <= $1 })
  }
}
