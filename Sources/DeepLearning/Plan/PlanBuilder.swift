internal import Kernels

/// Turns a graph into the operations of a plan for one batch size.
struct PlanBuilder {
  let batch: Int
  let mode: PlanRequest.Mode
  private(set) var buffers: [BufferSpecification] = []
  var operations: [any ForwardOperation] = []
  /// What a step of training changes by other means than gradients.
  private(set) var updates: [any Operation] = []
  private var parameterBuffers: [ObjectIdentifier: Buffer] = [:]
  /// The tensors by which gradients are asked for.
  private let watched: Set<SymbolicTensor>
  /// What each tensor stands for; of a nested model that is called several times, in its first call.
  private var values: [SymbolicTensor: Value] = [:]
  /// Buffers that a tensor stands for.
  private var named: Set<Buffer> = []
  /// How often each layer has been called so far.
  private var calls: [String: Int] = [:]

  /// Lowers every node of the network in order.
  init(
    _ network: Network, parameters: [Parameter], batch: Int, mode: PlanRequest.Mode, watched: [SymbolicTensor] = []
  ) {
    self.batch = batch
    self.mode = mode
    self.watched = Set(watched)
    for (number, parameter) in parameters.enumerated() {
      parameterBuffers[ObjectIdentifier(parameter)] = buffer(parameter.count, role: .parameter(number))
    }
    let own = lowered(network, inputs: network.inputs.map { value(shape: $0.shape) }, scope: "")
    values.merge(own) { _, own in own }
  }

  /// The value that a symbolic tensor of the network stands for.
  func value(of tensor: SymbolicTensor) -> Value { Self.value(of: tensor, in: values) }

  /// The value that a symbolic tensor stands for, if the network or a model nested in it computes it.
  func known(_ tensor: SymbolicTensor) -> Value? { values[tensor] }

  /// Lowers a network that is called within another.
  ///
  /// - Parameter scope: what stands before the names of its layers, such as `vgg16/`.
  mutating func lower(_ network: Network, inputs: [Value], scope: String) -> [Value] {
    let values = lowered(network, inputs: inputs, scope: scope)
    return network.outputs.map { Self.value(of: $0, in: values) }
  }

  private mutating func lowered(_ network: Network, inputs: [Value], scope: String) -> [SymbolicTensor: Value] {
    var own: [SymbolicTensor: Value] = [:]
    for (input, value) in zip(network.inputs, inputs) { own[input] = named(value, for: input) }
    for node in network.computed {
      let call = call(of: node, inputs: node.inputs.map { Self.value(of: $0, in: own) }, scope: scope)
      for (output, value) in zip(node.outputs, node.layer.rule.lower(call, to: &self)) {
        own[output] = named(value, for: output)
      }
    }
    values.merge(own) { first, _ in first }
    return own
  }

  /// Lets a tensor stand for a value.
  ///
  /// A layer that passes its input on gives it a second name. A gradient by one of them must not count what flows through
  /// the other, so a tensor by which a gradient is asked for gets a copy then.
  private mutating func named(_ value: Value, for tensor: SymbolicTensor) -> Value {
    guard !named.insert(value.buffer).inserted, watched.contains(tensor) else { return value }
    let copy = self.value(shape: value.shape)
    named.insert(copy.buffer)
    append(
      Scaling(
        layer: tensor.node.layer.identity.name ?? "", scale: 1, count: count(of: value.shape), input: value.buffer,
        output: copy.buffer))
    return copy
  }

  private mutating func call(of node: Node, inputs: [Value], scope: String) -> LayerCall {
    let identity = node.layer.identity
    let name = scope + (identity.name ?? node.layer.rule.baseName)
    calls[name, default: 0] += 1
    let number = calls[name, default: 1]
    let named = identity.parameters.map { ($0.name, parameterBuffers[ObjectIdentifier($0)]) }
    return LayerCall(
      name: number == 1 ? name : "\(name) (call \(number))", inputs: inputs, shape: SymbolicTensor(node: node).shape,
      parameters: Dictionary(uniqueKeysWithValues: named.compactMap { name, buffer in buffer.map { (name, $0) } }),
      isFrozen: !identity.isTrainable)
  }

  private static func value(of tensor: SymbolicTensor, in values: [SymbolicTensor: Value]) -> Value {
    guard let value = values[tensor] else { preconditionFailure("a tensor outside the network") }
    return value
  }
}

// MARK: - What layers use

extension PlanBuilder {
  /// Elements of a batch of values of this shape.
  func count(of shape: [Int]) -> Int { shape.reduce(batch, *) }

  /// Makes a buffer.
  mutating func buffer(
    _ count: Int, _ element: BufferSpecification.Element = .float, role: BufferSpecification.Role = .shared
  ) -> Buffer {
    buffers.append(BufferSpecification(count: count, element: element, role: role))
    return Buffer(index: buffers.count - 1)
  }

  /// Makes room for a batch of values of this shape.
  mutating func value(shape: [Int]) -> Value { Value(buffer: buffer(count(of: shape)), shape: shape) }

  /// The weight of a layer that always has it.
  func weight(_ name: String, of call: LayerCall) -> Buffer {
    guard let buffer = call.parameters[name] else { preconditionFailure("\(call.name) has no \(name)") }
    return buffer
  }

  mutating func append(_ operation: any ForwardOperation) { operations.append(operation) }

  /// Appends what a step of training changes by other means than gradients, once it has succeeded.
  mutating func append(update: any Operation) { updates.append(update) }

  /// Applies a function with settings of its own.
  mutating func apply(_ function: Kernels.ActivationFunction, to input: Value, layer: String) -> Value {
    let output = value(shape: input.shape)
    let columns = input.shape.last ?? 1
    append(
      ActivationForward(
        layer: layer, kernel: function, rows: count(of: input.shape) / columns, columns: columns, input: input.buffer,
        output: output.buffer))
    return output
  }

  /// Applies an activation; a linear one computes nothing.
  mutating func activate(_ input: Value, _ function: ActivationFunction, layer: String) -> Value {
    guard function != .linear else { return input }
    let output = value(shape: input.shape)
    let columns = input.shape.last ?? 1
    append(
      ActivationForward(
        layer: layer, function: function, rows: count(of: input.shape) / columns, columns: columns, input: input.buffer,
        output: output.buffer))
    return output
  }
}
