import Messages

/// What happens while a chapter runs, for whoever shows it.
public enum ExecutionEvent: Sendable {
  /// So many blocks of the chapter are type-checked.
  case checking(done: Int, total: Int)
  case warning(BookWarning)
  /// The kernel loads the runtime.
  case starting
  /// A block begins; `index` counts from 1. Where it is not `needed` it runs only for the state it leaves.
  case began(label: String, index: Int, total: Int, needed: Bool)
  case training(TrainingProgress)
  case ended(label: String, seconds: Double)
  case failed(label: String, BookError)
}

/// Takes events; called on the thread that runs the chapter.
public typealias ExecutionObserver = (ExecutionEvent) -> Void
