import Book
import Messages
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0.964, "0.964"), (0.98765432, "0.9877"), (12, "12"), (-3, "−3"), (98.250, "98.25"), (1234.5678, "1234.6"),
      (1e-7, "1e-07"), (0.1 + 0.2, "0.3"), (.nan, "not a number"), (.infinity, "∞"), (-.infinity, "−∞"), (0, "0"),
    ] as [(Double, String)])
  func fourDigitsThatSaySomething(value: Double, text: String) { #expect(NumberText.short(value) == text) }

  @Test(
    arguments: [
      (0.0414, "0.04 s"), (12.34, "12.3 s"), (99.96, "1 min 40 s"), (125, "2 min 5 s"), (4350, "1 h 12 min"),
    ] as [(Double, String)])
  func durations(seconds: Double, text: String) { #expect(NumberText.duration(seconds) == text) }

  @Test(arguments: [
    (5, "5"), (4000, "4,000"), (60000, "60,000"), (123456, "123,456"),
    (1_234_567, "1,234,567"),
    (-60000, "−60,000"),
  ])
  func counts(value: Int, text: String) { #expect(NumberText.count(value) == text) }

  @Test(arguments: [
    ("-0.072", "−0.072"), ("-3.5 points", "−3.5 points"), ("-.5", "−.5"), ("-", "-"), ("--verbose", "--verbose"),
    ("a-1", "a-1"), ("1e-07", "1e-07"), ("", ""),
  ])
  func numbersThatABlockHasWritten(text: String, shown: String) { #expect(NumberText.written(text) == shown) }

  @Test func roundingNeverContradictsTheVerdict() {
    let missed = Claim(name: "", source: "", expected: .atLeast(0.95), measured: 0.949999)
    #expect(missed.measuredText == "0.949999")
    #expect(Claim(name: "", source: "", expected: .atLeast(0.95), measured: 0.964444).measuredText == "0.9644")
  }
}
