import Book
import Testing

struct FrontMatterTests {
  private func chapter(_ frontMatter: String, prose: String = "First sentence here. Second one.") -> Chapter {
    let text = "---\n\(frontMatter)\n---\n\n\(prose)\n"
    return ChapterParser(path: "chapters/01-a.md", number: 1, seed: 7).parse(Array(text.utf8))
  }

  @Test func everyNameIsRead() {
    let text = """
      title: "Images: an introduction"
      summary: In one sentence.
      data: [mnist, fashion-mnist]
      params:
        epochs: {sample: 8, full: 30}
        rate: {sample: 1, full: 1e-3}
        name: "12"
        word: some words
        flip: true
        big: 1_000
      seed: 42
      """
    let chapter = chapter(text)
    #expect(chapter.errors == [])
    let front = chapter.frontMatter
    #expect(front.title == "Images: an introduction")
    #expect(front.summary == "In one sentence.")
    #expect(front.data == ["mnist", "fashion-mnist"])
    #expect(front.dataPositions.map(\.description) == ["4:8", "4:15"])
    #expect(front.seed == 42)
    #expect(
      front.parameters == [
        Parameter(name: "epochs", kind: .int, values: [.sample: "8", .full: "30"]),
        Parameter(name: "rate", kind: .double, values: [.sample: "1.0", .full: "0.001"]),
        Parameter(name: "name", kind: .string, values: [.sample: "12", .full: "12"]),
        Parameter(name: "word", kind: .string, values: [.sample: "some words", .full: "some words"]),
        Parameter(name: "flip", kind: .bool, values: [.sample: "true", .full: "true"]),
        Parameter(name: "big", kind: .int, values: [.sample: "1000", .full: "1000"]),
      ])
  }

  @Test func whatIsNotGivenHasADefault() {
    let chapter = chapter("title: T")
    #expect(chapter.errors == [])
    #expect(
      chapter.frontMatter
        == FrontMatter(
          title: "T", summary: "First sentence here.", data: [], parameters: [], seed: 7))
    #expect(chapter.slug == "01-a")
    #expect(chapter.number == 1)
  }

  @Test(arguments: [
    ("# A\n\nWe use e.g. *one* `thing`. Then", "We use e.g. one thing."),
    ("No end", "No end"),
    ("Has `{swift} x`.\n\nHas none.", "Has none."),
    ("", ""),
  ])
  func summaryIsTheFirstSentence(prose: String, expected: String) {
    #expect(chapter("title: T", prose: prose).frontMatter.summary == expected)
  }

  @Test(
    arguments: [
      ("titel: T", "2:1 unknown name ‘titel’", "did you mean ‘title’?"),
      ("title: T\nauthor: A", "3:1 unknown name ‘author’", "known are title, summary"),
      ("summary: S", "1:1 the chapter has no title", "title: …"),
      ("title:", "2:1 ‘title’ has no value", nil),
      ("title: [a]", "2:8 ‘title’ takes one text", nil),
      ("title: T\nseed: -1", "3:7 ‘seed’ takes a whole number from 0", nil),
      ("title: T\nseed: 1.5", "3:7 ‘seed’ takes a whole number from 0", nil),
      ("title: T\ndata: {a: b}", "3:7 ‘data’ takes a list of names, as in [one, two]", nil),
      ("title: T\ndata:\n  - a\n  - [b]", "5:5 ‘data’ takes a list of names, as in [one, two]", nil),
      ("title: T\ndata: [a, a]", "3:11 the data set ‘a’ is named twice", nil),
      ("title: T\nparams: [a]", "3:9 ‘params’ takes lines of the form ‘name: value’", nil),
      ("title: T\nparams:\n  a: [1, 2]", "4:6 the parameter ‘a’ is a list", "{sample: 8, full: 30}"),
      ("title: T\nparams:\n  a:", "4:3 the parameter ‘a’ has no value", nil),
      ("title: T\nparams:\n  a: {sample: 1}", "4:3 the parameter ‘a’ has no value for the profile ‘full’", nil),
      ("title: T\nparams:\n  a: {sampel: 1, full: 2, sample: 1}", "4:7 unknown profile ‘sampel’", "‘sample’"),
      (
        "title: T\nparams:\n  a: {sample: 1, full: x}", "4:3 the values of ‘a’ are of different kinds: Int and String",
        nil
      ),
      ("title: T\nparams:\n  my-name: 1", "4:3 ‘my-name’ cannot be the name of a value in Swift", nil),
      ("title: T\nparams:\n  class: 1", "4:3 ‘class’ cannot be the name of a value in Swift", nil),
      ("title: A: B", "2:9 this is not YAML: mapping values are not allowed in this context", "quotation marks"),
      ("title: T\ndata: [a", "4:1 this is not YAML: did not find expected ',' or ']'", nil),
      ("title: T\ntitle: U", "2:1 ‘title’ is given twice", nil),
      ("just text", "2:1 expected lines of the form ‘name: value’", nil),
      ("", "1:1 the chapter has no title", nil),
      ("title: T\u{1}", "2:9 this is not YAML: control characters are not allowed", nil),
    ] as [(String, String, String?)])
  func mistakeIsReportedAtItsPlace(frontMatter: String, expected: String, hint: String?) {
    let errors = chapter(frontMatter).errors
    #expect(errors.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.message)" } == [expected])
    #expect(errors.first?.file == "chapters/01-a.md")
    if let hint { #expect(errors.first?.hint?.contains(hint) == true, "\(errors)") }
  }

  @Test(arguments: [
    ("# A\n", "the chapter has no front matter"), ("", "the chapter has no front matter"),
    ("\n---\ntitle: T\n---\n", "the chapter has no front matter"),
    ("---\ntitle: T\n\n# A\n", "the front matter opened here is never closed"),
    ("----\ntitle: T\n----\n", "the chapter has no front matter"),
  ])
  func frontMatterIsNeeded(text: String, message: String) {
    let errors = ChapterParser(path: "chapters/01-a.md", number: 1).parse(Array(text.utf8)).errors
    #expect(errors.map(\.message) == [message])
    #expect(errors.map(\.line) == [1])
  }

  @Test(
    arguments: [
      (Parameter.Kind.int, "3", "3"), (.int, "3.5", nil), (.int, "x", nil), (.double, "3", "3.0"),
      (.double, "1e-3", "0.001"),
      (.double, "nan", nil), (.bool, "true", "true"), (.bool, "yes", nil), (.string, "3", "3"),
      (.int, "99999999999999999999", nil),
    ] as [(Parameter.Kind, String, String?)])
  func valueOfACommandLineIsChecked(kind: Parameter.Kind, text: String, expected: String?) {
    #expect(kind.canonical(text) == expected)
  }
}
