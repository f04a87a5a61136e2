/// Takes settings out of a configuration that Keras wrote, and finds what nobody took.
///
///     var settings = SettingsReader(values)
///     let filters = try settings.integer("filters")
///     try settings.finish()
struct SettingsReader {
  private var values: [String: SettingValue]

  /// Settings of every layer that are of no consequence here, or may have one value only.
  private static let fixed: [String: SettingValue] = [
    "data_format": "channels_last", "activity_regularizer": nil, "kernel_constraint": nil, "bias_constraint": nil,
    "depthwise_constraint": nil, "pointwise_constraint": nil, "beta_constraint": nil, "gamma_constraint": nil,
    "quantization_config": nil, "lora_rank": nil, "synchronized": false, "autocast": true,
  ]

  init(_ values: [String: SettingValue]) { self.values = values }

  /// The value of a setting and its removal from what is left; nil if it is absent.
  mutating func take(_ name: String) -> SettingValue? { values.removeValue(forKey: name) }

  // MARK: - Values of one kind

  /// - Throws: a problem naming the setting unless it is an integer, or absent and there is a default.
  mutating func integer(_ name: String, default absent: Int? = nil) throws(LayerProblem) -> Int {
    switch take(name) {
    case .integer(let value): return value
    case .number(let value) where value == value.rounded() && abs(value) < 1e15: return Int(value)
    case nil where absent != nil: return absent ?? 0
    case let other: throw Self.problem(name, other, needed: "an integer")
    }
  }

  /// - Throws: a problem naming the setting unless it is a number, or absent and there is a default.
  mutating func number(_ name: String, default absent: Double? = nil) throws(LayerProblem) -> Double {
    switch take(name) {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    case nil where absent != nil: return absent ?? 0
    case let other: throw Self.problem(name, other, needed: "a number")
    }
  }

  /// - Throws: a problem naming the setting unless it is true or false, or absent and there is a default.
  mutating func bool(_ name: String, default absent: Bool? = nil) throws(LayerProblem) -> Bool {
    switch take(name) {
    case .bool(let value): return value
    case nil where absent != nil: return absent ?? false
    case let other: throw Self.problem(name, other, needed: "true or false")
    }
  }

  /// - Throws: a problem naming the setting unless it is a text, or absent and there is a default.
  mutating func text(_ name: String, default absent: String? = nil) throws(LayerProblem) -> String {
    switch take(name) {
    case .text(let value): return value
    case nil where absent != nil: return absent ?? ""
    case let other: throw Self.problem(name, other, needed: "a text")
    }
  }

  /// One integer or a list of integers, such as a kernel's extents.
  ///
  /// - Throws: a problem naming the setting if it is anything else, or absent without a default.
  mutating func integers(_ name: String, default absent: [Int]? = nil) throws(LayerProblem) -> [Int] {
    let value = take(name)
    if value == nil || value == .null, let absent { return absent }
    return try Self.integers(value, named: name)
  }

  /// One integer or a list of integers.
  ///
  /// - Throws: a problem naming the setting if the value is anything else.
  static func integers(_ value: SettingValue?, named name: String) throws(LayerProblem) -> [Int] {
    let integers: [Int?] =
      switch value {
      case .integer(let value): [value]
      case .list(let values): values.map { if case .integer(let value) = $0 { value } else { nil } }
      default: []
      }
    guard !integers.isEmpty, !integers.contains(nil) else {
      throw problem(name, value, needed: "an integer or several")
    }
    return integers.compactMap { $0 }
  }

  // MARK: - What layers share

  /// - Throws: a problem naming the setting unless it names one of the cases.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, default absent: Choice? = nil
  ) throws(LayerProblem) -> Choice {
    let value = take(name)
    if value == nil, let absent { return absent }
    guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
      throw Self.problem(name, value, needed: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// An activation function by its name, or by Keras' object of a function; absent or null is linear.
  ///
  /// - Throws: a problem naming one that is not known.
  mutating func activation(_ name: String = "activation") throws(LayerProblem) -> ActivationFunction {
    let value = take(name)
    guard value != nil, value != .null else { return .linear }
    guard let function = value.flatMap(ActivationFunction.init(setting:)) else {
      throw Self.problem(
        name, value, needed: "one of " + ActivationFunction.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return function
  }

  /// - Throws: a problem naming an initializer that is not known.
  mutating func initializer(_ name: String, default absent: Initializer) throws(LayerProblem) -> Initializer {
    let value = take(name)
    guard let value, value != .null else { return absent }
    guard let initializer = Initializer(setting: value) else {
      throw Self.problem(name, value, needed: "an initializer of Quire's")
    }
    return initializer
  }

  /// - Throws: a problem naming a regularizer that is not known.
  mutating func regularizer(_ name: String) throws(LayerProblem) -> Regularizer? {
    let value = take(name)
    guard let value, value != .null else { return nil }
    guard let regularizer = Regularizer(setting: value) else {
      throw Self.problem(name, value, needed: "an L1 or L2 regularizer")
    }
    return regularizer
  }

  // MARK: - The rest

  /// - Throws: a problem naming a setting that nobody took and that would change what the layer computes.
  mutating func finish() throws(LayerProblem) {
    try finishType()
    for name in values.keys.sorted() {
      guard let value = values[name] else { continue }
      guard let needed = Self.fixed[name] else {
        throw LayerProblem("has the option \(name) = \(value)", needed: "options that Quire knows")
      }
      guard value == needed || value == .null else { throw Self.problem(name, value, needed: "\(needed)") }
    }
  }

  /// Keras' `dtype` is a name or an object of a policy; only single precision is computed here.
  private mutating func finishType() throws(LayerProblem) {
    let type = take("dtype")
    guard let type, type != .null, type != "float32" else { return }
    guard case .object(let policy) = type, case .object(let config)? = policy["config"], config["name"] == "float32"
    else { throw Self.problem("dtype", type, needed: "float32") }
  }

  private static func problem(_ name: String, _ value: SettingValue?, needed: String) -> LayerProblem {
    LayerProblem("\(name) is \(value?.description ?? "missing")", needed: needed)
  }
}
