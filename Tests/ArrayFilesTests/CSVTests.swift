import ArrayFiles
import Foundation
import Tensors
import Testing

/// Tables: quoting by RFC 4180, columns of numbers and texts, and errors that name line and column.
@Suite struct CSVTests {
  private func table(_ text: String, hasHeader: Bool = true, separator: Character = ",") throws -> CSV {
    try CSV(content: Array(text.utf8), path: "t.csv", hasHeader: hasHeader, separator: separator)
  }

  @Test func columnsAreNumbersOrTexts() throws {
    let table = try table("town,rooms,price\nNice,3,12.5\nRome,4,-1e3\nOslo, 5 ,\n")
    #expect(table.columnNames == ["town", "rooms", "price"])
    #expect(table.rowCount == 3)
    #expect(try table.column("rooms") == .numbers([3, 4, 5]))
    #expect(try table.column("town") == .texts(["Nice", "Rome", "Oslo"]))
    #expect(try table.numbers("price").prefix(2) == [12.5, -1000])
    #expect(try table.numbers("price")[2].isNaN)
    #expect(try table.texts("rooms") == ["3", "4", " 5 "])
    #expect(try table.tensor(["price", "rooms"]).rows(0..<2) == Tensor([2, 2], [12.5, 3, -1000, 4]))
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["1", "2"]]), ("a,b\r\n1,2", [["1", "2"]]), ("\u{feff}a,b\n1,2\n", [["1", "2"]]),
    ("a,b\n\n1,2\n\n", [["1", "2"]]), ("a,b\n\"1,5\",\"x\"\"y\"\n", [["1,5", "x\"y"]]),
    ("a,b\n\"two\nlines\",\"\"\n", [["two\nlines", ""]]), ("a,b\n,\n", [["", ""]]), ("a,b\n", []),
    ("a,b\n1,ü", [["1", "ü"]]),
    ("a,b\n\"x\r\ny\",2\r\n", [["x\r\ny", "2"]]), ("a,b\n1,c\rd\n", [["1", "c\rd"]]),
  ])
  func recordsAreCutByTheRules(text: String, rows: [[String]]) throws {
    let table = try table(text)
    let (a, b) = (try table.texts("a"), try table.texts("b"))
    #expect(zip(a, b).map { [$0, $1] } == rows)
  }

  @Test func withoutHeaderColumnsHaveNumbers() throws {
    let table = try table("1;2\n3;4", hasHeader: false, separator: ";")
    #expect(table.columnNames == ["1", "2"])
    #expect(try table.tensor() == Tensor([2, 2], [1, 2, 3, 4]))
  }

  @Test(arguments: [
    ("", "t.csv", "the table is empty"), ("a,b\n1,2\n3\n", "t.csv:3:2", "the row has 1 fields"),
    ("a,b\n1,2,3\n", "t.csv:2:3", "the row has 3 fields"), ("a,b\n\"1\n2\",3\n4", "t.csv:4:2", "the row has 1 fields"),
    ("a,b\n1,\"2", "t.csv:2:2", "never closed"), ("a,b\n1,2\"3\n", "t.csv:2:2", "a quote stands within"),
    ("a,b\n\"1\"2,3\n", "t.csv:2:1", "behind the quote"), ("a,a\n", "t.csv:1:2", "two columns are called"),
    ("a,\n", "t.csv:1:2", "the column has no name"),
  ])
  func damageIsAnErrorWithItsPlace(text: String, subject: String, words: String) {
    let error = #expect(throws: ArrayFileError.self) { try table(text) }
    #expect(error?.subject == subject)
    #expect(error?.message.contains(words) == true)
  }

  @Test func aTextAmongNumbersIsNamedWithItsPlace() throws {
    let table = try table("a,b\n1,\"x\ny\"\n2,3\nthree,4\n")
    let error = #expect(throws: ArrayFileError.self) { try table.numbers("a") }
    #expect(error?.description.hasPrefix("t.csv:5:1: \"three\" is not a number\n  hint: ") == true)
    #expect(throws: ArrayFileError.self) { try table.tensor() }
  }

  @Test func anUnknownColumnListsTheKnownOnes() throws {
    let error = #expect(throws: ArrayFileError.self) { try table("a,b\n1,2").numbers("c") }
    #expect(error?.hint == "it has: a, b")
  }

  @Test func bytesThatAreNoTextAreAnErrorWithTheirPlace() {
    let error = #expect(throws: ArrayFileError.self) {
      try CSV(content: Array("a,b\n1,".utf8) + [0xff], path: "t.csv")
    }
    #expect(error?.subject == "t.csv:2:2")
  }

  @Test(arguments: ["\n", "\"", "é"] as [Character])
  func anOddSeparatorIsAnError(separator: Character) {
    #expect(throws: ArrayFileError.self) { try table("a,b\n", separator: separator) }
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let temporary = try TemporaryFolder()
    let matrix = Tensor<Float>([2, 2], [0.1, -3, 1e-20, 16_777_216])
    try CSV.write(matrix, columns: ["a, b", "c \"d\""], to: temporary.path("a.csv"))
    let table = try CSV(temporary.path("a.csv"))
    #expect(table.columnNames == ["a, b", "c \"d\""])
    #expect(try table.tensor() == matrix)
    #expect(throws: ArrayFileError.self) { try CSV.write(matrix, columns: ["a"], to: temporary.path("b.csv")) }
  }
}
