extension Initializer {
  /// The scaled initializers that have a class of their own in Keras.
  private static let named: KeyValuePairs<String, Initializer> = [
    "GlorotUniform": .glorotUniform, "GlorotNormal": .glorotNormal, "HeUniform": .heUniform, "HeNormal": .heNormal,
    "LecunUniform": .lecunUniform, "LecunNormal": .lecunNormal,
  ]

  /// Keras' object of the initializer, such as `{"class_name": "GlorotUniform", "config": {"seed": null}, …}`.
  var setting: SettingValue {
    let (className, config) = keras
    return [
      "module": "keras.initializers", "class_name": .text(className), "config": .object(config), "registered_name": nil,
    ]
  }

  private var keras: (className: String, config: [String: SettingValue]) {
    switch rule {
    case .constant(0): ("Zeros", [:])
    case .constant(1): ("Ones", [:])
    case .constant(let value): ("Constant", ["value": .number(Double(value))])
    case .uniform(let range):
      (
        "RandomUniform",
        ["minval": .number(Double(range.lowerBound)), "maxval": .number(Double(range.upperBound)), "seed": nil]
      )
    case .normal(let mean, let deviation, let isTruncated):
      (
        isTruncated ? "TruncatedNormal" : "RandomNormal",
        ["mean": .number(Double(mean)), "stddev": .number(Double(deviation)), "seed": nil]
      )
    case .varianceScaling(let scale, let mode, let distribution):
      scaledSetting(scale, mode, distribution)
    case .orthogonal(let gain): ("Orthogonal", ["gain": .number(Double(gain)), "seed": nil])
    }
  }

  private func scaledSetting(
    _ scale: Double, _ mode: FanMode, _ distribution: Distribution
  ) -> (className: String, config: [String: SettingValue]) {
    if let name = Self.named.first(where: { $0.value == self })?.key { return (name, ["seed": nil]) }
    return (
      "VarianceScaling",
      [
        "scale": .number(scale), "mode": .text(mode.rawValue), "distribution": .text(distribution.rawValue),
        "seed": nil,
      ]
    )
  }

  /// The initializer that a name of Keras' or an object of Keras' stands for; nil if it is not known.
  init?(setting: SettingValue) {
    switch setting {
    case .text(let name): self.init(className: name, config: [:])
    case .object(let object):
      guard case .text(let name)? = object["class_name"] else { return nil }
      if case .object(let config)? = object["config"] {
        self.init(className: name, config: config)
      } else {
        self.init(className: name, config: [:])
      }
    default: return nil
    }
  }

  private init?(className: String, config: [String: SettingValue]) {
    let name = className.lowercased().replacing("_", with: "")
    if let known = Self.named.first(where: { $0.key.lowercased() == name })?.value {
      self = known
      return
    }
    var settings = SettingsReader(config)
    guard let made = try? Self.made(name, &settings) else { return nil }
    self = made
  }

  /// - Throws: a problem naming a setting that has a wrong value, or the class if it is not known.
  private static func made(_ name: String, _ settings: inout SettingsReader) throws(LayerProblem) -> Initializer {
    switch name {
    case "zeros": return .zeros
    case "ones": return .ones
    case "constant": return .constant(Float(try settings.number("value", default: 0)))
    case "randomuniform": return try uniform(&settings)
    case "randomnormal", "truncatednormal":
      let mean = Float(try settings.number("mean", default: 0))
      let deviation = Float(try settings.number("stddev", default: 0.05))
      return Initializer(rule: .normal(mean: mean, deviation: deviation, isTruncated: name == "truncatednormal"))
    case "variancescaling": return try scaled(&settings)
    case "orthogonal", "orthogonalinitializer": return .orthogonal(gain: Float(try settings.number("gain", default: 1)))
    default: throw LayerProblem("is \(name)", needed: "an initializer of Quire's")
    }
  }

  private static func uniform(_ settings: inout SettingsReader) throws(LayerProblem) -> Initializer {
    let least = Float(try settings.number("minval", default: -0.05))
    let most = Float(try settings.number("maxval", default: 0.05))
    guard least <= most else { throw LayerProblem("minval is \(least)", needed: "at most maxval, which is \(most)") }
    return .uniform(in: least...most)
  }

  private static func scaled(_ settings: inout SettingsReader) throws(LayerProblem) -> Initializer {
    let scale = try settings.number("scale", default: 1)
    guard scale > 0 else { throw LayerProblem("scale is \(scale)", needed: "greater than 0") }
    let mode = try settings.choice("mode", default: FanMode.fanIn)
    let distribution = settings.take("distribution")
    if distribution == nil || distribution == "normal" { return .varianceScaling(scale: scale, mode: mode) }
    guard case .text(let name)? = distribution, let distribution = Distribution(rawValue: name) else {
      throw LayerProblem("distribution is \(distribution ?? nil)", needed: "a distribution of Keras'")
    }
    return .varianceScaling(scale: scale, mode: mode, distribution: distribution)
  }
}
