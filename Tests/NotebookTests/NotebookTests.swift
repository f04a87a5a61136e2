import Foundation
import Messages
import Notebook
import Tensors
import Testing

/// Takes what a program shows.
private final class Recorder: OutputReceiver, @unchecked Sendable {
  var outputs: [Output] = []
  var reads: [Dependency] = []
  func receive(_ output: Output) { outputs.append(output) }
  func receive(_ progress: TrainingProgress) {}
  func receive(_ dependency: Dependency) { reads.append(dependency) }
}

private struct Square: Displayable {
  func display(in session: Session) throws {
    try session.showPicture(PictureFiles(light: [1, 2, 3], width: 4, height: 5), description: "a square")
  }
}

@Suite(.serialized) struct NotebookTests {
  private let recorder = Recorder()

  private func withSession(images: ImageFolder? = nil, memo: MemoFolder? = nil, _ body: () throws -> Void) rethrows {
    let before = Session.current
    defer { Session.current = before }
    Session.current = Session(
      receiver: recorder, parameters: ["epochs": "3", "rate": "1e-3", "loud": "True", "name": "x"], images: images,
      memo: memo)
    try body()
  }

  @Test func valuesAreShownByTheirDescription() {
    withSession {
      show(3)
      show("text")
      show(Array(0..<100))
      show([Square(), Square()])
      show(Square?.none)
    }
    let picture = Output.figure(Figure(Picture(light: "", dark: nil, width: 4, height: 5), description: "a square"))
    #expect(
      recorder.outputs == [
        .value("3"), .value("text"),
        .value("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99] (100 elements)"), picture,
        picture, .value("nil"),
      ])
  }

  @Test func aFloatIsTheNumberItIsWrittenAs() {
    withSession {
      metric("accuracy", Float(0.95))
      claim("accuracy", Float(0.95), atLeast: 0.95, source: "paper")
    }
    #expect(recorder.outputs.first == .metric(Metric(name: "accuracy", value: 0.95)))
    guard case .claim(let claim) = recorder.outputs.last else { return #expect(Bool(false), "no claim") }
    #expect(claim.isMet)
  }

  @Test func numbersAreAlignedInTables() {
    withSession { table(["layer", "size"], [["conv", 320], ["dense", 1.5]]) }
    #expect(
      recorder.outputs == [
        .table(
          Table(
            columns: [.init("layer"), .init("size", alignment: .trailing)], rows: [["conv", "320"], ["dense", "1.5"]]))
      ])
  }

  @Test(arguments: [
    (["8,192", "96.4\u{A0}%", "−0.5"], true), (["2.5 ×", "–", "1 ×"], true), (["–", "–"], false),
    (["80 × 80", "3"], false), (["3", "three"], false), (["", "3"], false),
  ])
  func textsThatAreNumbersStandOnTheRight(cells: [String], isNumeric: Bool) {
    withSession { table(["a"], cells.map { [$0] }) }
    let column = Table.Column("a", alignment: isNumeric ? .trailing : .leading)
    #expect(recorder.outputs == [.table(Table(columns: [column], rows: cells.map { [$0] }))])
  }

  @Test(arguments: [
    (0.9643.percent, "96.4\u{A0}%"), (Float(0.95).percent(decimals: 2), "95.00\u{A0}%"), (1.23456.decimals(2), "1.23"),
    (Double.nan.decimals(2), "nan"),
  ])
  func numbersAreWrittenForReaders(text: String, expected: String) {
    #expect(text == expected)
  }

  @Test func parametersAreTypedAndEveryReadIsNoted() {
    withSession {
      let epochs: Int = quireParameter("epochs")
      let rate: Double = quireParameter("rate")
      let loud: Bool = quireParameter("loud")
      #expect(epochs == 3 && rate == 0.001 && loud)
    }
    #expect(recorder.reads.map(\.name) == ["epochs", "rate", "loud"])
    #expect(recorder.reads.first?.fingerprint == "3")
  }

  @Test func inlineValuesArriveTogether() {
    withSession {
      quireInline(60_000)
      quireInline(0.25)
      quireEndInline()
      quireEndInline()
    }
    #expect(recorder.outputs == [.inline(["60,000", "0.25"])])
  }

  @Test func equalPicturesAreOneFile() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    withSession(images: ImageFolder(path: folder)) {
      show(Square())
      show(Square())
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  @Test func rememberedValuesDependOnKeyAndEngineAndADamagedFileIsNone() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var computed = 0
    func value(key: Int, engine: String = "1", from: Date? = nil) throws -> Int {
      var result = 0
      let memo = MemoFolder(path: folder, engineFingerprint: engine, recallsFrom: from)
      try withSession(memo: memo) {
        result = try remember("v", keyedBy: key) {
          computed += 1
          return key * 10
        }
      }
      return result
    }
    #expect(try [value(key: 1), value(key: 1), value(key: 2)] == [10, 10, 20])
    #expect(computed == 2)
    #expect(try value(key: 1, engine: "2") == 10)
    #expect(try value(key: 1, from: .distantFuture) == 10)
    #expect(computed == 4, "what was kept too early is computed again")
    #expect(try value(key: 1, from: Date(timeIntervalSinceNow: -3600)) == 10)
    #expect(computed == 4, "what was kept since is recalled")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try Data("junk".utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
    }
    #expect(try value(key: 1) == 10)
    #expect(computed == 5)
  }

  @Test func tensorsAreRememberedBitForBit() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let features = Tensor<Float>([2, 3], [1, -0.0, .nan, .infinity, 0x1p-149, 0.1])
    let labels = Tensor<Int32>([2], [.min, .max])
    let mask = Tensor<UInt8>([0, 7], [])
    var computed = 0
    try withSession(memo: MemoFolder(path: folder, engineFingerprint: "1")) {
      for _ in 0..<2 {
        let one = try remember("one", keyedBy: "a") {
          computed += 1
          return features
        }
        #expect(one.shape == [2, 3])
        #expect(one.elements.map(\.bitPattern) == features.elements.map(\.bitPattern))
        let (x, y) = try remember("two", keyedBy: "a") {
          computed += 1
          return (labels, mask)
        }
        #expect(x == labels && y == mask)
      }
    }
    #expect(computed == 2)
  }

  @Test func otherTensorsThanThoseThatAreKeptAreComputed() throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try withSession(memo: MemoFolder(path: folder, engineFingerprint: "1")) {
      let floats = try remember("x", keyedBy: 1) { Tensor<Float>([1.5]) }
      #expect(floats == Tensor<Float>([1.5]))
      let integers = try remember("x", keyedBy: 1) { Tensor<Int32>([7]) }
      #expect(integers == Tensor<Int32>([7]), "another type")
      for (name, key, value) in [("x", 1, 2.5), ("x", 2, 3.5), ("y", 1, 4.5)] as [(String, Int, Float)] {
        let kept = try remember(name, keyedBy: key) { Tensor<Float>([value]) }
        #expect(kept == Tensor<Float>([value]), "another type, key or name")
      }
    }
  }

  @Test(arguments: [
    "", "\n", "[]\n", "[{\"type\":\"float32\",\"shape\":[9]}]\nabcd", "[{\"type\":\"int32\",\"shape\":[1]}]\nabcd",
    "[{\"type\":\"float32\",\"shape\":[-1,-4]}]\nabcd",
    "[{\"type\":\"float32\",\"shape\":[4294967296,4294967296]}]\nabcd", "{}\nabcd",
  ])
  func aKeptFileOfAnotherFormIsNone(content: String) throws {
    let folder = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let memo = MemoFolder(path: folder, engineFingerprint: "1")
    try memo.remember("tensors x [1]", Array(content.utf8))
    try withSession(memo: memo) {
      let computed = try remember("x", keyedBy: 1) { Tensor<Float>([1.5]) }
      #expect(computed == Tensor<Float>([1.5]))
    }
    #expect(memo.recall("tensors x [1]") != Array(content.utf8))
  }

  @Test func aFileThatIsReadIsNotedWithItsContent() throws {
    let path = temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
    try withSession { _ = try bookFile(path) }
    #expect(recorder.reads.first?.kind == .file)
    #expect(recorder.reads.first?.fingerprint.hasPrefix("ba7816bf") == true)
  }

  private func temporaryFolder() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("notebook-" + UUID().uuidString).path
  }
}
