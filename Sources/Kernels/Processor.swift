#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this processor's vector unit is like.
package enum Processor {
  /// Floats of the widest vectors that keep a tile of sums in registers: two registers of 256 or 512 bits.
  ///
  /// Any choice gives the same bits, since each sum is one chain over the patch.
  package static let vectorWidth = hasAVX512 ? 32 : 16

  private static var hasAVX512: Bool {
    #if arch(x86_64) && os(Linux)
      guard let file = fopen("/proc/cpuinfo", "r") else { return false }
      defer { fclose(file) }
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8192) { line in
        while fgets(line.baseAddress, Int32(line.count), file) != nil {
          guard let text = line.baseAddress, strncmp(text, "flags", 5) == 0 else { continue }
          return strstr(text, " avx512f ") != nil
        }
        return false
      }
    #else
      return false
    #endif
  }
}
