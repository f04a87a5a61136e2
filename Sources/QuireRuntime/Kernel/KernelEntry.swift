internal import CKernelGuard
internal import Foundation
internal import Messages
internal import Notebook

/// The descriptor on which a kernel reports.
private let messageDescriptor: Int32 = 3

/// Where `quire-kernel` enters the runtime: takes the path of the configuration file, returns the exit status.
///
/// 1. The guard takes over signals and the ends of the process.
/// 2. Sessions of Notebook, DeepLearning and Datasets are set up from the configuration.
/// 3. The kernel reports that it is ready, and then runs one block a request until it is told to quit.
@_cdecl("quire_kernel_main")
package func quireKernelMain(_ path: UnsafePointer<CChar>) -> Int32 {
  quire_guard_install(messageDescriptor)
  let requests = RequestReader(descriptor: quire_guard_take_requests())
  let pipe = MessagePipe(descriptor: messageDescriptor)
  do {
    let configuration = try readConfiguration(unsafe String(cString: path))
    quire_guard_limit_memory(configuration.memoryLimit ?? quire_guard_available_memory())
    _ = FileManager.default.changeCurrentDirectoryPath(configuration.bookFolder)
    let session = makeSession(configuration, pipe)
    Session.current = session
    let engine = EngineSession(configuration, session)
    pipe.send(.ready(engine.facts))
    try KernelLoop(pipe: pipe, requests: requests, engine: engine).run()
    return 0
  } catch {
    FileHandle.standardError.write(Data("quire-kernel: \(error)\n".utf8))
    return 1
  }
}

private func readConfiguration(_ path: String) throws -> KernelConfiguration {
  let content = try Data(contentsOf: URL(fileURLWithPath: path))
  return try JSONDecoder().decode(KernelConfiguration.self, from: content)
}

private func makeSession(_ configuration: KernelConfiguration, _ pipe: MessagePipe) -> Session {
  Session(
    receiver: pipe, parameters: configuration.parameters, images: ImageFolder(path: configuration.imagesFolder),
    memo: MemoFolder(
      path: configuration.memoFolder, engineFingerprint: configuration.engineFingerprint,
      recallsFrom: configuration.recallsFrom))
}
