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
  /// The values of the outermost network.
  private var values: [SymbolicTensor: Value] = [:]
  /// How often each layer has been called so far.
  private var calls: [String: Int] = [:]

  /// Lowers every node of the network in order.
  init(_ network: Network, parameters: [Parameter], batch: Int, mode: PlanRequest.Mode) {
    self.batch = batch
    self.mode = mode
    for (number, parameter) in parameters.enumerated() {
      parameterBuffers[ObjectIdentifier(parameter)] = buffer(parameter.count, role: .parameter(number))
    }
    values = lowered(network, inputs: network.inputs.map { value(shape: $0.shape) }, scope: "")
  }

  /// The value that a symbolic tensor of the network stands for.
  func value(of tensor: SymbolicTensor) -> Value { Self.value(of: tensor, in: values) }

  /// Lowers a network that is called within another.
  ///
  /// - Parameter scope: what stands before the names of its layers, such as `vgg16/`.
  mutating func lower(_ network: Network, inputs: [Value], scope: String) -> [Value] {
    let values = lowered(network, inputs: inputs, scope: scope)
    return network.outputs.map { Self.value(of: $0, in: values) }
  }

  private mutating func lowered(_ network: Network, inputs: [Value], scope: String) -> [SymbolicTensor: Value] {
    var values = Dictionary(zip(network.inputs, inputs)) { _, last in last }
    for node in network.computed {
      let call = call(of: node, inputs: node.inputs.map { Self.value(of: $0, in: values) }, scope: scope)
      for (output, value) in zip(node.outputs, node.layer.rule.lower(call, to: &self)) { values[output] = value }
    }
    return values
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
