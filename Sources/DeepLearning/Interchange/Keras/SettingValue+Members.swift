/// Looking into values of a configuration.
extension SettingValue {
  /// A member of an object; nil if there is none, or if this is no object.
  subscript(name: String) -> SettingValue? { object?[name] }

  var object: [String: SettingValue]? { if case .object(let members) = self { members } else { nil } }
  var list: [SettingValue]? { if case .list(let values) = self { values } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var isNull: Bool { self == .null }
}
