internal import Kernels
internal import Tensors

/// Runs a plan on the processor: knows where each buffer lies and calls the kernels. The only code of this module that
/// handles pointers, together with its extensions.
///
/// Memory comes from an `Arena` that plans of one model share. Nothing is allocated while operations run.
@safe final class CPUExecutor: Executor {
  let plan: Plan
  let gradients: GradientStore
  /// Seed of random layers.
  private let seed: UInt64
  private let arena: Arena
  private let profile: PlanProfile
  /// The step of training, which decides what random layers draw.
  private var step = 0
  private var addresses: [UnsafeMutableRawPointer?]
  /// Numbers of the parameters that a step changes without gradients: moving averages.
  private let movedParameters: Set<Int>

  init(plan: Plan, arena: Arena, gradients: GradientStore, seed: UInt64, profile: PlanProfile) {
    self.plan = plan
    self.arena = arena
    self.gradients = gradients
    self.seed = seed
    self.profile = profile
    movedParameters = Set(plan.updates.flatMap(\.writes).compactMap { plan.buffers[$0.index].role.parameter })
    unsafe addresses = Array(repeating: nil, count: plan.buffers.count)
    arena.reserve(plan.layout.bytes)
  }

  func runForward(step: Int) throws(DeepLearningError) {
    prepare(step: step)
    try run(plan.forward)
  }

  func runBackward() throws(DeepLearningError) { try run(plan.backward) }

  private func run(_ operations: [any Operation]) throws(DeepLearningError) {
    for operation in operations {
      if profile.isActive {
        try profile.measure(operation, on: self)
      } else {
        try operation.run(on: self)
      }
    }
  }

  func firstNonFiniteLayer() -> String? {
    prepare(step: step)
    for operation in plan.forward {
      guard (try? operation.run(on: self)) != nil else { return operation.layer }
      for buffer in operation.writes where buffer != operation.workspace && !isFinite(buffer) { return operation.layer }
    }
    return nil
  }

  /// The random number that decides a layer's mask in this step.
  func maskKey(of layer: String) -> UInt64 { key("dropout of \(layer)") }

  /// The random number that decides what a layer does with the images of this step.
  func drawKey(of layer: String) -> UInt64 { key("augmentation by \(layer)") }

  private func key(_ purpose: String) -> UInt64 {
    var generator = RandomGenerator(seed: seed, purpose: purpose, counter: UInt64(step))
    return generator.next()
  }

  /// Looks up where every buffer lies: weights may have been replaced, and the arena may have grown.
  private func prepare(step: Int) {
    self.step = step
    for index in plan.buffers.indices { unsafe addresses[index] = locate(index) }
  }

  /// Looks up where one buffer lies, before something is loaded into it: since this plan last ran, another one may have made the
  /// arena grow, and then it lies elsewhere.
  func relocate(_ buffer: Buffer) { unsafe addresses[buffer.index] = locate(buffer.index) }

  private func locate(_ index: Int) -> UnsafeMutableRawPointer? {
    switch plan.buffers[index].role {
    case .shared:
      return unsafe plan.layout.offsets[index].map { unsafe UnsafeMutableRawPointer(arena.storage.pointer + $0) }
    case .parameter(let number) where movedParameters.contains(number):
      return unsafe plan.parameters[number].value.withUnsafeMutableBuffer { UnsafeMutableRawPointer($0.baseAddress) }
    case .parameter(let number):
      return unsafe plan.parameters[number].value.withUnsafeBuffer {
        unsafe UnsafeMutableRawPointer(mutating: $0.baseAddress)
      }
    case .gradient(let number):
      let start = gradients.ranges[number].lowerBound
      return unsafe gradients.values.withUnsafeMutableBuffer { values in
        unsafe values.baseAddress.map { unsafe UnsafeMutableRawPointer($0 + start) }
      }
    }
  }
}

// MARK: - Pointers

extension CPUExecutor {
  /// Where a buffer lies that is written.
  @unsafe func target(_ buffer: Buffer) -> UnsafeMutablePointer<Float> {
    unsafe address(buffer).assumingMemoryBound(to: Float.self)
  }

  /// Where a buffer lies that is read.
  @unsafe func source(_ buffer: Buffer) -> UnsafePointer<Float> { unsafe UnsafePointer(target(buffer)) }

  @unsafe func optionalTarget(_ buffer: Buffer?) -> UnsafeMutablePointer<Float>? {
    unsafe buffer.map { unsafe target($0) }
  }

  @unsafe func optionalSource(_ buffer: Buffer?) -> UnsafePointer<Float>? { unsafe buffer.map { unsafe source($0) } }

  /// Where the places of maxima lie.
  @unsafe func places(_ buffer: Buffer?) -> UnsafeMutablePointer<UInt8>? {
    unsafe buffer.map { unsafe address($0).assumingMemoryBound(to: UInt8.self) }
  }

  /// Where an operation's scratch memory lies; of one that needs none, an address that is not used.
  @unsafe func scratch(_ buffer: Buffer?) -> UnsafeMutablePointer<Float> {
    unsafe buffer.map { unsafe target($0) }
      ?? UnsafeMutableRawPointer(arena.storage.pointer).assumingMemoryBound(to: Float.self)
  }

  /// Where sums lie.
  @unsafe func doubles(_ buffer: Buffer) -> UnsafeMutablePointer<Double> {
    unsafe address(buffer).assumingMemoryBound(to: Double.self)
  }

  /// Where the targets of an output lie: integers or floats.
  @unsafe func targets(_ buffer: Buffer) -> UnsafeRawPointer { unsafe UnsafeRawPointer(address(buffer)) }

  @unsafe private func address(_ buffer: Buffer) -> UnsafeMutableRawPointer {
    guard let address = unsafe addresses[buffer.index] ?? locate(buffer.index) else {
      preconditionFailure("buffer \(buffer.index) has no place")
    }
    return unsafe address
  }
}
