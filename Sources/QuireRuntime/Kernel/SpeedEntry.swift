internal import Foundation
internal import Tensors

/// Where `quire-kernel --measure` enters the runtime: prints the BLAS library in use and its speed as one JSON object.
@_cdecl("quire_measure_main")
package func quireMeasureMain() -> Int32 {
  let threads = ThreadPool.shared.threads
  let facts: [String: Any] = [
    "kernel": OpenBLAS.coreName, "library": OpenBLAS.version, "threads": threads,
    "oneThread": OpenBLAS.measuredGigaflops(threads: 1), "allThreads": OpenBLAS.measuredGigaflops(threads: threads),
  ]
  guard let data = try? JSONSerialization.data(withJSONObject: facts) else { return 1 }
  print(String(decoding: data, as: UTF8.self))
  return 0
}
