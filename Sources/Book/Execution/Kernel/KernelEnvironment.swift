/// The environment variables of a kernel.
struct KernelEnvironment: Sendable {
  var variables: [String: String]

  /// The environment of this process, without what others set for OpenBLAS: half the speed, silently.
  init(_ inherited: [String: String], processor: Processor = .current) {
    variables = inherited.filter { !$0.key.hasPrefix("OPENBLAS_") }
    variables["OPENBLAS_CORETYPE"] = inherited["QUIRE_OPENBLAS_CORETYPE"] ?? processor.coreType
    variables["OPENBLAS_NUM_THREADS"] = "1"
    // The guard reports traps; the runtime's own backtrace would take seconds and fill the block's text.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    kernelType = variables["OPENBLAS_CORETYPE"] ?? "default"
    machine = "\(processor.architecture) \(kernelType) \(Self.vectors(of: processor))"
  }

  /// The type of the BLAS kernels.
  var kernelType: String
  /// What of the machine decides the bits of a result: part of every block's key.
  var machine: String

  /// As `NAME=VALUE`.
  var list: [String] { variables.map { "\($0.key)=\($0.value)" }.sorted() }

  private static func vectors(of processor: Processor) -> String {
    ["avx512f", "avx2", "avx"].first(where: processor.features.contains) ?? "baseline"
  }
}
