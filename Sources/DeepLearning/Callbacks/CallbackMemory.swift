public import Tensors

/// What a callback has to remember for a run that is interrupted to go on as if it had not been: by `BackupAndRestore`, or by itself in
/// a notebook.
public struct CallbackMemory: Equatable, Sendable {
  public var numbers: [String: Double] = [:]
  public var texts: [String: String] = [:]
  public var tensors: [String: Tensor<Float>] = [:]

  public init() {}
}

extension CallbackMemory {
  /// A list of tensors under one name; nil where none was kept.
  subscript(list name: String) -> [Tensor<Float>]? {
    get {
      guard let count = numbers[name].flatMap(Int.init(exactly:)), 0...tensors.count ~= count else { return nil }
      return (0..<count).compactMap { tensors["\(name) \($0)"] }
    }
    set {
      numbers[name] = newValue.map { Double($0.count) }
      for (index, tensor) in (newValue ?? []).enumerated() { tensors["\(name) \(index)"] = tensor }
    }
  }

  /// A whole number; 0 where none was kept.
  subscript(count name: String) -> Int {
    get { numbers[name].flatMap(Int.init(exactly:)) ?? 0 }
    set { numbers[name] = Double(newValue) }
  }
}
