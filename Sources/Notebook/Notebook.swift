// Notebook: what a block calls besides its domain, in a chapter as in a plain program.
//
// 1. `show`, `table`, `metric` and `claim` hand an output to the current `Session`.
// 2. The session of a kernel reports outputs to the book; the default session prints them to the terminal.
// 3. `Displayable` is how a type says what it looks like; everything else is shown by its description.
// 4. A chapter's `params` are read through the session, which notes every read: a block depends on what it read.
// 5. `remember` keeps a computed value on disk under the hash of what determines it.

internal import Messages

/// Shows a value: a displayable one as it wishes, any other by its description.
public func show<Value>(_ value: Value) {
  Session.current.show(value)
}

/// Records a named number, such as an accuracy, for programs that read the book's `results.json`.
public func metric(_ name: String, _ value: some BinaryFloatingPoint) {
  Session.current.send(.metric(Metric(name: name, value: value.asWritten)))
}

/// Records a named count for programs that read the book's `results.json`.
public func metric(_ name: String, _ value: some BinaryInteger) {
  Session.current.send(.metric(Metric(name: name, value: Double(value))))
}

/// States that a source reports at least `least`, beside what was measured here.
public func claim(_ name: String, _ measured: some BinaryFloatingPoint, atLeast least: Double, source: String) {
  claim(name, measured.asWritten, .atLeast(least), source)
}

/// States that a source reports at most `most`, beside what was measured here.
public func claim(_ name: String, _ measured: some BinaryFloatingPoint, atMost most: Double, source: String) {
  claim(name, measured.asWritten, .atMost(most), source)
}

/// States that a source reports a value within `range`, beside what was measured here.
public func claim(
  _ name: String, _ measured: some BinaryFloatingPoint, within range: ClosedRange<Double>, source: String
) {
  claim(name, measured.asWritten, .within(range), source)
}

private func claim(_ name: String, _ measured: Double, _ expected: Claim.Bound, _ source: String) {
  Session.current.send(.claim(Claim(name: name, source: source, expected: expected, measured: measured)))
}
