extension Initializer {
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
    case .varianceScaling(let scale, let fan):
      (
        "VarianceScaling",
        [
          "scale": .number(Double(scale)), "mode": fan == .input ? "fan_in" : "fan_avg", "distribution": "uniform",
          "seed": nil,
        ]
      )
    }
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
    var settings = SettingsReader(config)
    switch className.lowercased().replacing("_", with: "") {
    case "zeros": self = .zeros
    case "ones": self = .ones
    case "glorotuniform": self = .glorotUniform
    case "heuniform": self = .heUniform
    case "lecununiform": self = .lecunUniform
    case "constant":
      guard let value = try? settings.number("value", default: 0) else { return nil }
      self = .constant(Float(value))
    case "randomuniform":
      guard let least = try? settings.number("minval", default: -0.05),
        let most = try? settings.number("maxval", default: 0.05), least <= most
      else { return nil }
      self = .uniform(in: Float(least)...Float(most))
    default: return nil
    }
  }
}
