/// Names a stretch of memory of a plan. Where it lies is the executor's business.
struct Buffer: Hashable, Sendable {
  let index: Int
}

/// What a plan knows of a buffer.
struct BufferSpecification: Sendable {
  enum Element: Int, Sendable {
    case byte = 1
    case float = 4
    case double = 8

    var bytes: Int { rawValue }
  }

  enum Role: Equatable, Sendable {
    /// Lives from its first use to its last and shares memory with buffers that live at other times.
    case shared
    /// The value of the plan's parameter of this number.
    case parameter(Int)
    /// The gradient by the plan's parameter of this number.
    case gradient(Int)

    /// The number of the parameter whose value this is.
    var parameter: Int? { if case .parameter(let number) = self { number } else { nil } }
  }

  var count: Int
  var element: Element
  var role: Role

  var bytes: Int { count * element.bytes }
}

/// A buffer together with the shape, without the batch, of what it holds.
struct Value: Sendable {
  let buffer: Buffer
  let shape: [Int]
}
