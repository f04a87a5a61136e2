/// A type that a chapter's parameter can have. The front matter writes its values as YAML scalars.
package protocol ParameterValue {
  init?(parameter text: String)
}

extension Int: ParameterValue {
  package init?(parameter text: String) { self.init(text.filter { $0 != "_" }) }
}

extension Double: ParameterValue {
  package init?(parameter text: String) { self.init(text.filter { $0 != "_" }) }
}

extension Bool: ParameterValue {
  package init?(parameter text: String) { self.init(text.lowercased()) }
}

extension String: ParameterValue {
  package init?(parameter text: String) { self = text }
}
