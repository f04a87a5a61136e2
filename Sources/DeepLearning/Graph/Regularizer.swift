/// What a weight adds to the loss, in training and in evaluation: l1 · Σ |w| + l2 · Σ w², as `keras.regularizers.L1L2`.
///
/// A weight that is frozen adds nothing; that of a shared layer adds once.
public struct Regularizer: Hashable, Sendable {
  /// Factor of the sum of absolute values: at least 0.
  public let l1: Double
  /// Factor of the sum of squares: at least 0.
  public let l2: Double

  /// l1 · Σ |w|: drives weights to 0.
  public static func l1(_ factor: Double = 0.01) -> Regularizer { l1l2(l1: factor, l2: 0) }
  /// l2 · Σ w²: keeps weights small.
  public static func l2(_ factor: Double = 0.01) -> Regularizer { l1l2(l1: 0, l2: factor) }
  /// Both.
  public static func l1l2(l1: Double = 0.01, l2: Double = 0.01) -> Regularizer {
    let result = Regularizer(l1: l1, l2: l2)
    precondition(result.isSound, "a regularizer's factors are finite and at least 0, not l1 \(l1) and l2 \(l2)")
    return result
  }

  /// Whether the factors are finite and at least 0.
  private var isSound: Bool { l1 >= 0 && l2 >= 0 && l1.isFinite && l2.isFinite }
}

extension Regularizer {
  /// Keras' object of the regularizer.
  var setting: SettingValue {
    [
      "module": "keras.regularizers", "class_name": "L1L2", "config": ["l1": .number(l1), "l2": .number(l2)],
      "registered_name": nil,
    ]
  }

  /// The regularizer that an object of Keras' stands for; nil if it is not known.
  init?(setting: SettingValue) {
    guard case .object(let object) = setting, case .text(let name)? = object["class_name"],
      case .object(let config)? = object["config"], ["L1", "L2", "L1L2"].contains(name)
    else { return nil }
    var settings = SettingsReader(config)
    guard let l1 = try? settings.number("l1", default: 0), let l2 = try? settings.number("l2", default: 0) else {
      return nil
    }
    self.init(l1: l1, l2: l2)
    guard isSound else { return nil }
  }
}
