// What the code around a block calls: the runner writes these calls, no author does. They are public because that code
// is compiled as another module, and their names begin with `quire` so that no name of a chapter meets them.

/// Shows the value of a block's last expression.
public func quireShowLast<Value>(_ value: Value) { Session.current.show(value) }

/// A last expression without a value shows nothing.
public func quireShowLast(_ value: Void) {}

/// A last expression that calls through an optional shows nothing.
public func quireShowLast(_ value: Void?) {}

/// A last expression that never returns shows nothing.
public func quireShowLast(_ value: Never) {}

/// Notes the value of an inline expression.
public func quireInline<Value>(_ value: Value) { Session.current.noteInline(inlineText(value)) }

/// Ends a group of inline expressions.
public func quireEndInline() { Session.current.sendInlineValues() }

/// Reads a whole-number parameter of the chapter.
public func quireParameter(_ name: String) -> Int { Session.current.parameter(name) }
/// Reads a decimal parameter of the chapter.
public func quireParameter(_ name: String) -> Double { Session.current.parameter(name) }
/// Reads a yes-or-no parameter of the chapter.
public func quireParameter(_ name: String) -> Bool { Session.current.parameter(name) }
/// Reads a text parameter of the chapter.
public func quireParameter(_ name: String) -> String { Session.current.parameter(name) }
