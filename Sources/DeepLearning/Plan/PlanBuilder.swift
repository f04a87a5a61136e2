/// Turns a graph into the operations of a plan for one batch size.
struct PlanBuilder {
  let batch: Int
  let mode: PlanRequest.Mode
  private(set) var buffers: [BufferSpecification] = []
  var operations: [any ForwardOperation] = []
  private var parameterBuffers: [ObjectIdentifier: Buffer] = [:]
  private var values: [ObjectIdentifier: Value] = [:]

  /// Lowers every node of the network in order.
  init(_ network: Network, parameters: [Parameter], batch: Int, mode: PlanRequest.Mode) {
    self.batch = batch
    self.mode = mode
    for (number, parameter) in parameters.enumerated() {
      parameterBuffers[ObjectIdentifier(parameter)] = buffer(parameter.count, role: .parameter(number))
    }
    for input in network.inputs {
      values[ObjectIdentifier(input.node)] = value(shape: input.shape)
    }
    for node in network.computed {
      values[ObjectIdentifier(node)] = lower(node)
    }
  }

  /// The value that a symbolic tensor of the network stands for.
  func value(of tensor: SymbolicTensor) -> Value {
    guard let value = values[ObjectIdentifier(tensor.node)] else { preconditionFailure("a tensor outside the network") }
    return value
  }

  private mutating func lower(_ node: Node) -> Value {
    let identity = node.layer.identity
    let named = identity.parameters.map { ($0.name, parameterBuffers[ObjectIdentifier($0)]) }
    let call = LayerCall(
      name: identity.name ?? type(of: node.layer.rule).baseName, inputs: node.inputs.map { value(of: $0) },
      shape: SymbolicTensor(node: node).shape,
      parameters: Dictionary(uniqueKeysWithValues: named.compactMap { name, buffer in buffer.map { (name, $0) } }))
    return node.layer.rule.lower(call, to: &self)
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
