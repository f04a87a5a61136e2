import Book
import Foundation
import Messages

/// Shows how a chapter comes along: one live line on a terminal, one plain line an epoch elsewhere.
struct ProgressLine {
  let terminal: Terminal

  /// Shows an event.
  func show(_ chapter: Chapter, _ event: ExecutionEvent) {
    switch event {
    case .warning(let warning): terminal.print(warning.description)
    case .training(let progress) where progress.endsEpoch && !terminal.isInteractive:
      terminal.print("\(chapter.slug): \(epoch(progress))")
    default:
      guard terminal.isInteractive, let text = live(event) else { return }
      terminal.replaceLine(with: "\(chapter.slug): \(text)")
    }
  }

  /// Removes the live line.
  func end() { terminal.clearLine() }

  private func live(_ event: ExecutionEvent) -> String? {
    switch event {
    case .checking(let done, let total): "checking types, \(done) of \(total) blocks"
    case .starting: "starting the kernel"
    case .began(let label, let index, let total, let needed):
      "block \(index) of \(total), \(label)" + (needed ? "" : " (for its state)")
    case .training(let progress): step(progress)
    case .ended, .failed, .warning: nil
    }
  }

  /// `convnet · epoch 3/10 · step 41/63 · loss 0.1234 · accuracy 0.9631 · 12 s left`
  private func step(_ progress: TrainingProgress) -> String {
    let place = ["epoch \(progress.epoch)/\(progress.epochs)", "step \(progress.step)/\(progress.steps)"]
    return ([progress.model] + place + values(progress) + ["\(Summary.seconds(progress.secondsLeft)) left"])
      .joined(separator: " · ")
  }

  /// `convnet · epoch 3/10 · loss 0.1234 · accuracy 0.9631`
  private func epoch(_ progress: TrainingProgress) -> String {
    ([progress.model, "epoch \(progress.epoch)/\(progress.epochs)"] + values(progress)).joined(separator: " · ")
  }

  private func values(_ progress: TrainingProgress) -> [String] {
    progress.values.map { "\($0.name) \(String(format: "%.4f", $0.value))" }
  }
}

/// Lines that say what came of a run.
enum Summary {
  /// `01-convnet: 3 blocks run, 28 reused, 12.1 s`
  static func line(_ chapter: Chapter, _ report: ChapterReport) -> String {
    let status = report.results.status.values
    let run = status.count { $0 == .executed }
    return "\(chapter.slug): \(run) blocks run, \(status.count - run) reused, \(seconds(report.seconds))"
  }

  /// `0.3 s`, `42 s`, `3 min 5 s`
  static func seconds(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    if value < 10 { return String(format: "%.1f s", value) }
    let whole = Int(value.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
