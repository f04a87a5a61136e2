internal import Datasets
package import DeepLearning
internal import Foundation
package import Messages
package import Notebook
internal import Tensors

/// The engine inside a kernel: set up once, and quiet between blocks.
package struct EngineSession {
  private let session: Session

  /// Gives the engine its seed, its data editions, and a place for progress and for what is memoised: training, and long
  /// predictions and evaluations.
  init(_ configuration: KernelConfiguration, _ session: Session) {
    self.session = session
    DataEnvironment.current.editions = configuration.editions
    unsafe TrainingContext.current = Self.context(configuration, session)
  }

  /// What of this machine decides results.
  var facts: KernelFacts {
    KernelFacts(
      blasKernel: OpenBLAS.coreName, blasVersion: OpenBLAS.version, threads: ThreadPool.shared.threads,
      processor: Self.processorName)
  }

  /// Ends the engine's threads and takes the list of data that the block opened.
  func endBlock() -> [Dependency] {
    ThreadPool.shared.stop()
    return DataLog.shared.drain().map { entry in
      let kind: Dependency.Kind =
        switch entry.kind {
        case .data: .data
        case .file: .file
        }
      return Dependency(kind: kind, name: entry.name, fingerprint: entry.fingerprint, count: entry.count)
    }
  }

  /// Where training and long computations report, and what they recall.
  package static func context(_ configuration: KernelConfiguration, _ session: Session) -> TrainingContext {
    var context = TrainingContext()
    context.seed = configuration.seed
    context.engineFingerprint = configuration.engineFingerprint + " " + OpenBLAS.coreName
    context.report = { report($0, to: session) }
    context.recall = { session.memo?.recall($0) }
    context.forget = { session.memo?.forget($0) }
    context.remember = { key, bytes in
      do {
        try session.memo?.remember(key, bytes)
      } catch {
        // It is only not remembered: the next build computes it again.
        FileHandle.standardError.write(Data("a result cannot be kept: \(errorText(error))\n".utf8))
      }
    }
    return context
  }

  private static func report(_ event: TrainingEvent, to session: Session) {
    switch event {
    case .began, .computed: break
    case .step(let progress): session.send(TrainingProgress(progress, endsEpoch: false))
    case .epochEnded(let progress): session.send(TrainingProgress(progress, endsEpoch: true))
    case .ended(let summary): session.send(.training(TrainingRun(summary)))
    }
  }

  /// The processor's name as the system gives it.
  private static var processorName: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}

extension TrainingProgress {
  fileprivate init(_ progress: TrainingEvent.Progress, endsEpoch: Bool) {
    self.init(
      model: progress.run.model, epoch: progress.epoch, epochs: progress.run.epochs, step: progress.step,
      steps: progress.run.stepsPerEpoch, values: progress.values.metrics, endsEpoch: endsEpoch,
      secondsLeft: progress.secondsLeft)
  }
}

extension TrainingRun {
  fileprivate init(_ summary: TrainingEvent.Summary) {
    self.init(
      model: summary.model, epochs: summary.epochs, stepsPerEpoch: summary.stepsPerEpoch, seconds: summary.seconds,
      finalValues: summary.finalValues.metrics)
  }
}

extension MetricValues {
  fileprivate var metrics: [Messages.Metric] { entries.map { Messages.Metric(name: $0.name, value: $0.value) } }
}
