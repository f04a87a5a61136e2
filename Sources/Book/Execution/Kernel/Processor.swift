import Foundation

/// What of the processor decides the bits of a result, and which BLAS kernels serve it best.
package struct Processor: Sendable {
  var architecture: String
  var vendor: String
  /// Features, in the words of `/proc/cpuinfo`.
  var features: Set<String>

  /// The processor of this machine.
  static var current: Processor {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return Processor(information: information)
  }

  /// Reads the first processor's entry of `/proc/cpuinfo`.
  package init(information: String) {
    func value(_ name: String) -> String? {
      let line = information.split(separator: "\n").first { $0.hasPrefix(name) }
      return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    vendor = value("vendor_id") ?? ""
    features = Set((value("flags") ?? value("Features") ?? "").split(separator: " ").map(String.init))
    #if arch(arm64)
      architecture = "aarch64"
    #else
      architecture = "x86_64"
    #endif
  }

  private static let skylakeFeatures: Set = ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"]

  /// OpenBLAS' fastest kernel type; nil leaves the choice to OpenBLAS.
  ///
  /// OpenBLAS chooses by the processor's name, so it takes a slow type for a processor newer than itself; some machine
  /// images also export a low type for everybody. `QUIRE_OPENBLAS_CORETYPE` overrides this choice.
  package var coreType: String? {
    guard architecture == "x86_64" else { return nil }
    if features.isSuperset(of: Self.skylakeFeatures) {
      return features.contains("avx512_bf16") ? "Cooperlake" : "SkylakeX"
    }
    if features.isSuperset(of: ["avx2", "fma"]) { return vendor == "AuthenticAMD" ? "Zen" : "Haswell" }
    return features.contains("avx") ? "Sandybridge" : nil
  }
}
