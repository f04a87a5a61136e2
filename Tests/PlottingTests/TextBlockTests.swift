import Plotting
import Testing

@Suite struct TextBlockTests {
  let measure = CairoCanvas.forMeasuring()

  @Test func shortTextStaysAsItIs() {
    let block = TextBlock("Accuracy", font: .label, width: 200, measuring: measure)
    #expect(block.lines == ["Accuracy"])
    #expect(block.font == .label)
  }

  @Test func longTextWrapsBeforeItShrinks() {
    let block = TextBlock("Ankle boot as sandal", font: .label, width: 80, lineLimit: 2, measuring: measure)
    #expect(block.lines == ["Ankle boot", "as sandal"])
    #expect(block.font == .label)
  }

  @Test func textThatCannotWrapShrinks() {
    let block = TextBlock("Misclassified", font: .label, width: 70, measuring: measure)
    #expect(block.lines == ["Misclassified"])
    #expect(block.font.size < Font.label.size)
  }

  @Test func textThatFitsInNoSizeIsShortened() {
    let block = TextBlock(
      String(repeating: "long ", count: 50), font: .label, width: 90, lineLimit: 2, measuring: measure)
    #expect(block.lines.count == 2)
    #expect(block.lines.last?.hasSuffix("…") == true)
  }

  @Test(arguments: [0.0, 3, 10, 40, 100, 400], [1, 2, 5])
  func noLineIsEverWider(width: Double, lines: Int) {
    for text in [
      "", "a", "Donaudampfschifffahrtsgesellschaft", "one two three four five", "two\nparagraphs",
      "🙂 e\u{301}\u{0}\u{1b}",
    ] {
      let block = TextBlock(text, font: .title, width: width, lineLimit: lines, measuring: measure)
      #expect(block.width <= width)
      #expect(block.lines.count <= lines)
    }
  }
}
