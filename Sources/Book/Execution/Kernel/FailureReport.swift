import Foundation
import Messages

/// Says in words, and at the chapter's line, why a block did not end.
struct FailureReport {
  var chapter: Chapter
  var modules: [BlockModule]
  var locator: CodeLocator

  /// The failure of a run; nil if the block ended.
  func failure(of run: BlockRun, in block: RunBlock, limits: Kernel.Limits) -> BlockFailure? {
    switch run.end {
    case .ended: nil
    case .failed(let failure, let addresses, _):
      failure.kind == .trapped
        ? trap(run, block, signal: SIGILL, addresses, stackIsFull: false)
        : located(failure.kind, failure.message, block, locator.place(of: addresses, labels: labels))
    case .crashed(let report, _) where report.signal == 0:
      located(
        .exited, "the block called `exit`; a chapter's blocks end by themselves", block,
        locator.place(of: report.addresses, labels: labels))
    case .crashed(let report, _):
      trap(run, block, signal: report.signal, report.addresses, stackIsFull: report.stackIsFull)
    case .stopped(let kind, let addresses, _):
      located(kind, message(kind, limits), block, locator.place(of: addresses, labels: labels))
    case .vanished(let status, _): vanished(status, block)
    }
  }

  private var labels: Set<String> { Set(modules.map(\.label)) }

  private func message(_ kind: BlockFailure.Kind, _ limits: Kernel.Limits) -> String {
    switch kind {
    case .timedOut: "the block did not end within its timeout of \(Self.seconds(limits.timeout ?? 0))"
    default: "the block printed more than \(limits.printedBytes / 1_000_000) MB; the first megabyte is kept"
    }
  }

  private static func seconds(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
  }

  /// A trap: the runtime's own words if it printed any, else what the compiler noted, else the signal's name.
  private func trap(
    _ run: BlockRun, _ block: RunBlock, signal: Int32, _ addresses: [CodeAddress], stackIsFull: Bool
  ) -> BlockFailure {
    let text = run.text.whole
    let report = TrapReport(in: text)
    var place = locator.place(of: addresses, labels: labels)
    if let report, let file = report.file?.split(separator: "/").last, labels.contains(String(file)) {
      place.block = String(file)
      place.line = report.line
    }
    let words = stackIsFull ? "the stack is full: a function calls itself without end" : nil
    let lastLine = signal == SIGABRT ? text.split(separator: "\n").last.map(String.init) : nil
    let message = words ?? report?.message ?? place.reason ?? lastLine ?? Self.name(ofSignal: signal)
    let kind: BlockFailure.Kind = Self.isAboutMemory(message) ? .outOfMemory : .trapped
    return located(kind, message, block, place)
  }

  private static func isAboutMemory(_ message: String) -> Bool {
    ["no memory for", "failed to allocate", "out of memory"].contains(where: message.contains)
  }

  private func vanished(_ status: Int32, _ block: RunBlock) -> BlockFailure {
    let signal = status & 0x7f
    if signal == SIGKILL {
      return located(.outOfMemory, "the system killed the kernel, probably because memory ran out", block, .init())
    }
    let end = signal == 0 ? "with status \(status >> 8)" : "by \(Self.name(ofSignal: signal))"
    return located(.exited, "the kernel ended \(end)", block, .init())
  }

  private func located(
    _ kind: BlockFailure.Kind, _ message: String, _ block: RunBlock, _ place: CodeLocator.Place
  ) -> BlockFailure {
    let text = modules.first { $0.label == place.block }?.text
    let line = place.line.flatMap { text?.position(line: $0, column: 1).line }
    return BlockFailure(
      block: block.label, kind: kind, message: message, file: chapter.path, line: line ?? block.content.firstLine)
  }

  private static func name(ofSignal signal: Int32) -> String {
    switch signal {
    case SIGSEGV, SIGBUS: "an access to memory that does not belong to the program"
    case SIGFPE: "an arithmetic error"
    case SIGILL, SIGTRAP: "the program stopped itself"
    case SIGABRT: "the program aborted"
    default: "signal \(signal)"
    }
  }
}
