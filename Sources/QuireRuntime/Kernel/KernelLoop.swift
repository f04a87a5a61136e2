internal import CKernelGuard
internal import Messages
internal import Notebook

/// Runs the blocks that the book asks for, one after another.
struct KernelLoop {
  var pipe: MessagePipe
  var requests: RequestReader
  var engine: EngineSession

  /// Serves requests until there are none.
  /// - Throws: if a request cannot be understood.
  func run() throws {
    while let request = try requests.next() {
      guard case .run(let block, let library, let entryPoint, let textFile, let expectsError) = request else { return }
      guard unsafe quire_guard_redirect_output(textFile) else {
        refuse(block, "the file for its text cannot be made: \(textFile)")
        continue
      }
      do {
        let code = try BlockLibrary(path: library, entryPoint: entryPoint)
        run(block, code, expectsError)
      } catch {
        refuse(block, "\(error)")
      }
    }
  }

  private func run(_ block: String, _ code: BlockLibrary, _ expectsError: Bool) {
    let clock = ContinuousClock()
    let start = clock.now
    let report = code.run(expectsError: expectsError)
    _ = quire_guard_output_size()  // Flushes what the block printed before the book reads it.
    engine.endBlock().forEach { pipe.receive($0) }
    switch report.outcome {
    case .ended: pipe.send(.ended(block: block, seconds: (clock.now - start).inSeconds))
    case .threw(let error): fail(block, .thrown, errorText(error), report.addresses)
    case .trapped(let signal): fail(block, .trapped, "signal \(signal)", report.addresses)
    }
  }

  private func fail(_ block: String, _ kind: BlockFailure.Kind, _ message: String, _ addresses: [CodeAddress]) {
    pipe.send(.failed(BlockFailure(block: block, kind: kind, message: message), at: addresses))
  }

  /// Reports a block that could not even start.
  private func refuse(_ block: String, _ message: String) { fail(block, .exited, message, []) }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
