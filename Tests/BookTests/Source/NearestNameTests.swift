import Book
import Testing

struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("lable", "label", 1), ("abc", "abc", 0),
    ("ab", "ba", 1), ("fig-cap", "figcap", 1),
  ])
  func distanceCountsEdits(first: String, second: String, expected: Int) {
    #expect(NearestName.distance(first, second) == expected)
    #expect(NearestName.distance(second, first) == expected)
  }

  @Test func onlyNearNamesAreProposed() {
    #expect(NearestName.of("lable", among: ["label", "layout-ncol"]) == "label")
    #expect(NearestName.of("ECHO", among: ["echo"]) == "echo")
    #expect(NearestName.of("colour", among: ["label", "echo"]) == nil)
    #expect(NearestName.of("x", among: []) == nil)
  }
}
