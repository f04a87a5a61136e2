import Book
import Foundation
import Messages
import Testing

/// Parts of the execution that need no kernel.
@Suite struct ExecutionPartsTests {
  @Test(arguments: [
    ("GenuineIntel", "avx avx2 fma", "Haswell"), ("AuthenticAMD", "avx avx2 fma", "Zen"),
    ("GenuineIntel", "avx", "Sandybridge"),
    ("GenuineIntel", "avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl", "SkylakeX"),
    ("AuthenticAMD", "avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl avx512_bf16", "Cooperlake"),
    ("GenuineIntel", "avx avx2 fma avx512f", "Haswell"), ("GenuineIntel", "sse2", nil),
  ])
  func theFastestKernelsThatTheProcessorHasAreChosen(vendor: String, flags: String, type: String?) {
    let processor = Processor(information: "processor : 0\nvendor_id\t: \(vendor)\nflags\t\t: fpu \(flags)\n")
    #if arch(x86_64)
      #expect(processor.coreType == type)
    #endif
  }

  @Test func essenceForgetsCommentsAndSpaceButNotStructure() {
    #expect(ParsedBlock("let a = 1 // one\n").essence == ParsedBlock("/* x */ let a\n  = 1").essence)
    #expect(ParsedBlock("f\n(x)").essence != ParsedBlock("f(x)").essence)
    #expect(ParsedBlock("let a = \"b  c\"").essence != ParsedBlock("let a = \"b c\"").essence)
    #expect(ParsedBlock("a - b").essence != ParsedBlock("a\n-b").essence)
  }

  @Test func trapReportsAreReadAndRemoved() throws {
    let text = "printed\nblock-2:5: Fatal error: Index out of range\nCurrent stack trace:\n0 x\n"
    let report = try #require(TrapReport(in: text))
    #expect(report.line == 5)
    #expect(report.message == "Index out of range")
    #expect(TrapReport.removing(from: text) == "printed\n")
    #expect(TrapReport(in: "nothing: 3: here\n") == nil)
  }

  @Test func theCompilersMessagesAreReadAndExcerptsSkipped() {
    let output = "fig-x:3:5: error: no [#group]\nlet a\n    ^\nfig-x:1:2: note: declared here\nwarning: unrelated\n"
    let diagnostics = Diagnostic.all(in: output)
    #expect(diagnostics.map(\.message) == ["no", "declared here"])
    #expect(diagnostics.map(\.severity) == [.error, .note])
    #expect(diagnostics.first?.line == 3)
  }

  @Test func resultsSurviveStorageAndDamageIsNoResult() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = ResultStore(folder: folder)
    let outputs: [Output] = [.text("a\n"), .metric(Metric(name: "m", value: .infinity)), .inline(["1"])]
    let result = BlockResult(label: "one", key: "k", dependencies: [], outputs: outputs, seconds: 1)
    try store.save(result, of: "slug")
    #expect(store.results(of: "slug") == ["one": result])
    let file = folder.appendingPathComponent("results/slug/one.json")
    try Data(contentsOf: file).dropLast(20).write(to: file)
    #expect(store.results(of: "slug") == [:])
  }

  @Test func storedResultsHaveOneByteForm() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = ResultStore(folder: folder)
    let file = folder.appendingPathComponent("results/slug/one.json")
    let result = BlockResult(label: "one", key: "k", dependencies: [], outputs: [.value("3")], seconds: 0.1)
    try store.save(result, of: "slug")
    let first = try Data(contentsOf: file)
    try store.save(try #require(store.results(of: "slug")["one"]), of: "slug")
    #expect(try Data(contentsOf: file) == first)
  }
}
