import Book
import Foundation
import FuzzDriver

/// Reads a chapter, front matter, options of blocks and Markdown, and checks it: a chapter with its errors; anything else is a
/// find.
let folder = FileManager.default.temporaryDirectory

fuzz { input in
  let chapter = ChapterParser(path: "chapters/01-fuzz.md", number: 1).parse(input)
  let book = BookSource(folder: folder, configuration: BookConfiguration(title: "Fuzz"), chapters: [chapter])
  _ = Checks(book, dataSets: ["mnist"]).errors()
}
