/// One step of a plan: what is computed from which buffers into which. An `Executor` knows how.
///
/// An operation writes buffers that no earlier one wrote, except where it adds to a gradient.
protocol Operation: Sendable {
  /// The layer that the operation belongs to, for messages.
  var layer: String { get }
  var reads: [Buffer] { get }
  var writes: [Buffer] { get }
  /// Floats of scratch memory that the operation needs, and where they are.
  var workspaceCount: Int { get }
  var workspace: Buffer? { get set }
  /// What the operation computes besides its name, such as `relu, pooled`.
  var details: String { get }
  /// What computes it, such as `Winograd`; empty where there is no choice.
  var method: String { get }
  /// Multiplications and additions of the textbook's method; 0 where they do not decide what the operation takes.
  var arithmetic: Int { get }

  /// - Throws: what an author's own function throws, or that it gave a tensor of a wrong shape.
  func run(on executor: any Executor) throws(DeepLearningError)
}

extension Operation {
  var workspaceCount: Int { 0 }
  var details: String { "" }
  var method: String { "" }
  var arithmetic: Int { 0 }
  var workspace: Buffer? {
    get { nil }
    set { precondition(newValue == nil, "\(Self.self) takes no workspace") }
  }
}

/// An operation of the forward pass: it can be joined with its only consumer and knows its gradient.
protocol ForwardOperation: Operation {
  /// What the operation computes for others.
  var output: Buffer { get }
  /// The buffers through which a gradient can flow: activations and parameters.
  var differentiable: [Buffer] { get }

  /// One operation that computes what this one and its only consumer do, or nil.
  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)?
  /// Appends the operations that compute the gradients asked for, and makes the forward pass keep what they need.
  mutating func differentiate(_ pass: inout GradientPass)
}

extension ForwardOperation {
  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? { nil }
}
