import Images
import Testing

@Suite struct ImageErrorTests {
  @Test func theHintStandsOnItsOwnLine() {
    #expect(
      ImageError("a.jpg", "the file is empty", hint: "fetch it").description
        == "a.jpg: the file is empty\n  hint: fetch it")
    #expect(ImageError("a.jpg", "the file is empty").description == "a.jpg: the file is empty")
  }
}
