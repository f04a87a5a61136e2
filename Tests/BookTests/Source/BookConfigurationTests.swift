import Book
import Foundation
import Testing

struct BookConfigurationTests {
  @Test func everyNameIsRead() throws {
    let text = """
      title: A book
      subtitle: About images
      description: >-
        Two lines
        of text.
      author: A. Author
      language: en-GB
      seed: 3
      output: public/book
      chapters: [02-b, 01-a.md]
      """
    let configuration = try BookConfiguration(parsing: Array(text.utf8))
    #expect(configuration.title == "A book")
    #expect(configuration.subtitle == "About images")
    #expect(configuration.description == "Two lines of text.")
    #expect(configuration.author == "A. Author")
    #expect(configuration.language == "en-GB")
    #expect(configuration.seed == 3)
    #expect(configuration.output == "public/book")
    #expect(configuration.chapters?.map(\.file) == ["02-b.md", "01-a.md"])
  }

  @Test func titleAloneIsEnough() throws {
    #expect(try BookConfiguration(parsing: Array("title: T".utf8)) == BookConfiguration(title: "T"))
  }

  @Test(arguments: [
    ("", "1:1: error: the book has no title"),
    ("title: T\nlangauge: en", "2:1: error: unknown name ‘langauge’\n  hint: did you mean ‘language’?"),
    ("title: T\nlanguage: English please", "2:11: error: ‘English please’ is not the tag of a language"),
    ("title: T\noutput: ../x", "2:9: error: the site cannot be written to ‘../x’"),
    ("title: T\noutput: /", "2:9: error: the site cannot be written to ‘/’"),
    ("title: T\noutput: chapters", "2:9: error: the site cannot be written to ‘chapters’"),
    ("title: T\nchapters: [a, a.md]", "2:15: error: ‘a.md’ is named twice; the first time in line 2"),
    ("title: T\nchapters: [a/b]", "2:12: error: ‘a/b’ is not a file name"),
    ("title: [", "2:1: error: this is not YAML"),
    ("- title", "1:1: error: expected lines of the form ‘name: value’"),
  ])
  func mistakeIsReportedAtItsPlace(text: String, expected: String) {
    let errors = #expect(throws: BookErrors.self) { try BookConfiguration(parsing: Array(text.utf8)) }
    #expect(errors?.errors.count == 1)
    #expect(errors?.description.hasPrefix("book.yml:" + expected) == true, "\(errors?.description ?? "")")
  }
}

/// Reading a folder: what is there, and what is missing.
struct BookSourceTests {
  @Test func chaptersComeByName() throws {
    let book = try TemporaryBook(["02-b.md": "B.", "01-a.md": "A.", "_draft.md": "C.", "notes.txt": ""])
    let source = try BookSource(folder: book.folder)
    #expect(source.chapters.map(\.path) == ["chapters/01-a.md", "chapters/02-b.md"])
    #expect(source.chapters.map(\.number) == [1, 2])
    #expect(source.chapters.map(\.frontMatter.title) == ["01-a.md", "02-b.md"])
    #expect(source.chapters.map(\.frontMatter.seed) == [5, 5])
    #expect(source.chapters.flatMap(\.errors) == [])
  }

  @Test func listOfChaptersDecidesTheirOrder() throws {
    let book = try TemporaryBook(["01-a.md": "A.", "02-b.md": "B."], configuration: "chapters: [02-b, 01-a]")
    #expect(try BookSource(folder: book.folder).chapters.map(\.slug) == ["02-b", "01-a"])
  }

  @Test func missingChapterIsNamed() throws {
    let book = try TemporaryBook(["01-a.md": "A."], configuration: "chapters: [01-b]")
    let errors = #expect(throws: BookErrors.self) { try BookSource(folder: book.folder) }
    #expect(
      errors?.description == """
        book.yml:3:12: error: there is no file chapters/01-b.md
          hint: did you mean ‘01-a.md’?
        """)
  }

  @Test func folderWithoutABookIsNamed() throws {
    let empty = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let missing = #expect(throws: BookErrors.self) { try BookSource(folder: empty) }
    #expect(missing?.description.contains("book.yml: error: there is no such file in \(empty.path)") == true)
    let book = try TemporaryBook([:])
    let errors = #expect(throws: BookErrors.self) { try BookSource(folder: book.folder) }
    #expect(errors?.errors.map(\.message) == ["the book has no chapters"])
  }

  @Test func oneBadChapterLeavesTheOthers() throws {
    let book = try TemporaryBook(["01-a.md": "```swift run\n```", "02-b.md": "B."])
    let source = try BookSource(folder: book.folder)
    #expect(source.chapters.map { $0.errors.count } == [1, 0])
  }
}
