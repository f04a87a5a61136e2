import Testing
import Vision

@Suite struct DigitsCSVTests {
  private func read(_ text: String) throws -> DigitsCSV {
    try DigitsCSV(Array(text.utf8), path: "digits.csv", side: 2)
  }

  @Test func pixelsComeFirstAndTheLabelLast() throws {
    let digits = try read("0,1,2,255,7\n4,5,6,7,0\n")
    #expect(digits.images.shape == [2, 2, 2, 1])
    #expect(digits.images.elements == [0, 1, 2, 255, 4, 5, 6, 7])
    #expect(digits.labels == [7, 0])
  }

  @Test(arguments: [
    ("0,1,2,3,7\n0,1,2,3\n", "digits.csv:2: a line has 5 values, this one 4"),
    ("0,1,2,3,7,8\n", "digits.csv:1: a line has 5 values, this one 6"),
    ("0,1,2,256,7\n", "digits.csv:1: a value is not a number from 0 to 255"),
    ("0,1,2,-1,7\n", "digits.csv:1: a value is not a number from 0 to 255"),
    ("0,1,,3,7\n", "digits.csv:1: a value is not a number from 0 to 255"),
    ("0,1,2,99999999999999999999,7\n", "digits.csv:1: a value is not a number from 0 to 255"),
  ])
  func aWrongLineIsNamed(text: String, message: String) {
    let error = #expect(throws: VisionError.self) { try read(text) }
    #expect(error?.description == message)
  }
}
