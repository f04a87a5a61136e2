/// Updates of parameters by their gradients, as Keras 3 computes them, in one pass over memory. One call may cover all
/// parameters that lie together.
///
/// Every rule first prepares gradient and weight; see `GradientPreparation`.
package enum OptimizerStep {
  private typealias V = SIMD16<Float>

  /// Stochastic gradient descent without momentum: w −= η·g.
  package static func sgd(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int, learningRate: Float,
    preparation: GradientPreparation = GradientPreparation()
  ) {
    update(parameters, gradient, count, preparation) { g, _, _ in g * learningRate }
  }

  /// SGD with momentum: m = μ·m − η·g; w += m, or w += μ·m − η·g for Nesterov's.
  package static func momentum(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    count: Int, learningRate: Float, momentum: Float, isNesterov: Bool,
    preparation: GradientPreparation = GradientPreparation()
  ) {
    update(parameters, gradient, count, preparation) { g, start, length in
      let step = g * learningRate
      let m = momenta.vector(start, count: length) * momentum - step
      momenta.store(m, at: start, count: length)
      return isNesterov ? step - m * momentum : -m
    }
  }

  /// RMSprop: v = ρ·v + (1−ρ)·g²; s = η·g/√(v+ε); w −= s, or with momentum: m = μ·m + s; w −= m.
  ///
  /// Centred, with a = ρ·a + (1−ρ)·g: s = η·g/√(v−a²+ε).
  /// - Parameters:
  ///   - momenta: nil if `momentum` is 0.
  ///   - averages: the averages a of the gradient; nil if it is not centred.
  package static func rmsprop(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, velocities: UnsafeMutablePointer<Float>,
    momenta: UnsafeMutablePointer<Float>?, averages: UnsafeMutablePointer<Float>? = nil, count: Int,
    learningRate: Float, rho: Float, momentum: Float, epsilon: Float,
    preparation: GradientPreparation = GradientPreparation()
  ) {
    update(parameters, gradient, count, preparation) { g, start, length in
      let v = velocities.vector(start, count: length) * rho + g * g * (1 - rho)
      velocities.store(v, at: start, count: length)
      var variance = v
      if let averages {
        let a = averages.vector(start, count: length) * rho + g * (1 - rho)
        averages.store(a, at: start, count: length)
        variance -= a * a
      }
      var change = g * learningRate / (variance + epsilon).squareRoot()
      if let momenta {
        change += momenta.vector(start, count: length) * momentum
        momenta.store(change, at: start, count: length)
      }
      return change
    }
  }

  /// Adam: m += (g−m)(1−β₁); v += (g²−v)(1−β₂); w −= α·m/(√v+ε) with α = η·√(1−β₂ᵗ)/(1−β₁ᵗ).
  ///
  /// - Parameters:
  ///   - maxima: the greatest v so far, which then stands in its place (AMSGrad); nil for plain Adam.
  ///   - step: t, counted from 1.
  package static func adam(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, maxima: UnsafeMutablePointer<Float>? = nil, count: Int, step: Int,
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float,
    preparation: GradientPreparation = GradientPreparation()
  ) {
    let alpha = learningRate * (1 - power(beta2, step)).squareRoot() / (1 - power(beta1, step))
    update(parameters, gradient, count, preparation) { g, start, length in
      var m = momenta.vector(start, count: length)
      var v = velocities.vector(start, count: length)
      m += (g - m) * (1 - beta1)
      v += (g * g - v) * (1 - beta2)
      momenta.store(m, at: start, count: length)
      velocities.store(v, at: start, count: length)
      if let maxima {
        let greatest = maxima.vector(start, count: length)
        v = v.replacing(with: greatest, where: greatest .> v)
        maxima.store(v, at: start, count: length)
      }
      return m * alpha / (v.squareRoot() + epsilon)
    }
  }

  /// w −= change(g), both prepared.
  @inline(__always)
  private static func update(
    _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ count: Int,
    _ preparation: GradientPreparation, _ change: (_ g: V, _ start: Int, _ length: Int) -> V
  ) {
    let prepares = preparation.isNeeded
    Elementwise.forEach(count) { start, length in
      var w = parameters.vector(start, count: length)
      var g = gradient.vector(start, count: length)
      if prepares {
        g = preparation.gradient(g, of: w)
        w -= w * preparation.decay
      }
      parameters.store(w - change(g, start, length), at: start, count: length)
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
