import Messages

/// What happened when a kernel ran a block.
struct BlockRun {
  enum End {
    case ended(seconds: Double)
    /// The block threw, or trapped where an error is expected; the kernel goes on.
    case failed(BlockFailure, [CodeAddress], seconds: Double)
    /// The block's trap or its call of `exit` ended the kernel.
    case crashed(CrashReport, seconds: Double)
    /// The book ended the kernel, because the block took too long or printed too much.
    case stopped(BlockFailure.Kind, [CodeAddress], seconds: Double)
    /// The kernel ended without a word.
    case vanished(status: Int32, seconds: Double)
  }

  var end = End.vanished(status: 0, seconds: 0)
  /// Outputs, each with the number of bytes that the block had printed before it.
  var outputs: [(output: Output, offset: Int)] = []
  var dependencies: [Dependency] = []
  var text = PrintedText(bytes: [])

  var seconds: Double {
    switch end {
    case .ended(let seconds), .failed(_, _, let seconds), .crashed(_, let seconds), .stopped(_, _, let seconds),
      .vanished(_, let seconds):
      seconds
    }
  }
}
