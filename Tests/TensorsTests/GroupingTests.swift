import Tensors
import Testing

struct GroupingTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (60_000, "60,000"), (-123_456, "-123,456")])
  func digitsStandInGroupsOfThree(number: Int, expected: String) { #expect(number.grouped == expected) }
}
