/// Updates of parameters by their gradients, as Keras 3 computes them. One call may cover all parameters that lie together.
package enum OptimizerStep {
  private typealias V = SIMD16<Float>

  /// Stochastic gradient descent without momentum: w −= η·g.
  package static func sgd(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int, learningRate: Float
  ) {
    Elementwise.forEach(count) { start, length in
      let step = gradient.vector(start, count: length) * learningRate
      parameters.store(parameters.vector(start, count: length) - step, at: start, count: length)
    }
  }

  /// SGD with momentum: m = μ·m − η·g; w += m, or w += μ·m − η·g for Nesterov's.
  package static func momentum(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    count: Int, learningRate: Float, momentum: Float, isNesterov: Bool
  ) {
    Elementwise.forEach(count) { start, length in
      let step = gradient.vector(start, count: length) * learningRate
      let m = momenta.vector(start, count: length) * momentum - step
      let change = isNesterov ? m * momentum - step : m
      momenta.store(m, at: start, count: length)
      parameters.store(parameters.vector(start, count: length) + change, at: start, count: length)
    }
  }

  /// RMSprop: v = ρ·v + (1−ρ)·g²; s = η·g/√(v+ε); w −= s, or with momentum: m = μ·m + s; w −= m.
  ///
  /// - Parameter momenta: nil if `momentum` is 0.
  package static func rmsprop(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, velocities: UnsafeMutablePointer<Float>,
    momenta: UnsafeMutablePointer<Float>?, count: Int, learningRate: Float, rho: Float, momentum: Float, epsilon: Float
  ) {
    Elementwise.forEach(count) { start, length in
      let g = gradient.vector(start, count: length)
      let v = velocities.vector(start, count: length) * rho + g * g * (1 - rho)
      var change = g * learningRate / (v + epsilon).squareRoot()
      velocities.store(v, at: start, count: length)
      if let momenta {
        change += momenta.vector(start, count: length) * momentum
        momenta.store(change, at: start, count: length)
      }
      parameters.store(parameters.vector(start, count: length) - change, at: start, count: length)
    }
  }

  /// Adam: m += (g−m)(1−β₁); v += (g²−v)(1−β₂); w −= α·m/(√v+ε) with α = η·√(1−β₂ᵗ)/(1−β₁ᵗ).
  ///
  /// - Parameter step: t, counted from 1.
  package static func adam(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, count: Int, step: Int, learningRate: Float, beta1: Float, beta2: Float,
    epsilon: Float
  ) {
    let alpha = learningRate * (1 - power(beta2, step)).squareRoot() / (1 - power(beta1, step))
    Elementwise.forEach(count) { start, length in
      let g = gradient.vector(start, count: length)
      var m = momenta.vector(start, count: length)
      var v = velocities.vector(start, count: length)
      m += (g - m) * (1 - beta1)
      v += (g * g - v) * (1 - beta2)
      momenta.store(m, at: start, count: length)
      velocities.store(v, at: start, count: length)
      let change = m * alpha / (v.squareRoot() + epsilon)
      parameters.store(parameters.vector(start, count: length) - change, at: start, count: length)
    }
  }

  /// xⁿ by repeated squaring.
  private static func power(_ x: Float, _ n: Int) -> Float {
    var (result, base, exponent) = (1.0, Double(x), n)
    while exponent > 0 {
      if exponent % 2 == 1 { result *= base }
      base *= base
      exponent /= 2
    }
    return Float(result)
  }
}
