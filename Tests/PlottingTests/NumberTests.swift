import Plotting
import Testing

@Suite struct NumberTests {
  @Test(arguments: [
    (2.5, 2, "2.50"), (0.125, 2, "0.13"), (-0.001, 2, "0.00"), (-1.005, 1, "-1.0"), (99.96, 1, "100.0"),
    (1e12, 0, "1000000000000"), (0, 0, "0"), (0.999, 0, "1"),
  ])
  func fixedDecimals(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (0.61234, "0.612"), (0.5, "0.5"), (12.345, "12.3"), (123_456.7, "123,457"), (-0.00012345, "-0.000123"),
    (1.25e-9, "1.25e-9"), (9.999e-9, "1e-8"), (31e9, "3.1e10"), (.infinity, "∞"), (.nan, "NaN"),
  ])
  func significantDigits(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test(arguments: [
    (NumberFormat.automatic, 104_202.0, "104,202"), (.automatic, -0.25, "−0.25"), (.automatic, 3.1e10, "3.1×10¹⁰"),
    (.decimals(2), 1234.5, "1,234.50"), (.percent(), 0.964, "96%"), (.percent(decimals: 1), 0.9644, "96.4%"),
    (.custom { "\(Int($0)) px" }, 28, "28 px"),
  ])
  func formats(format: NumberFormat, value: Double, text: String) {
    #expect(format.text(value) == text)
  }
}
