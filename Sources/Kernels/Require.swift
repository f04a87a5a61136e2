/// Stops the program with a message unless a condition holds.
///
/// This module is compiled without checks, where `precondition` would be taken for granted.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard condition else { fatalError(message()) }  // A caller's bug; `-Ounchecked` drops preconditions.
}
