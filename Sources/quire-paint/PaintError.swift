/// Why a set could not be written, and what to do about it.
struct PaintError: Error, CustomStringConvertible {
  let subject: String
  let message: String
  var hint: String?

  init(_ subject: String, _ message: String, hint: String? = nil) {
    (self.subject, self.message, self.hint) = (subject, message, hint)
  }

  var description: String { "\(subject): \(message)" + (hint.map { "\n  hint: " + $0 } ?? "") }
}
