#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for the elements of tensors: aligned to cache lines, in huge pages where it is large. Shared by tensors until one writes.
@safe package final class TensorStorage<Element: Scalar>: @unchecked Sendable {
  /// Bytes between the alignment of small allocations: one cache line, and enough for every vector width.
  private static var lineBytes: Int { 64 }
  private static var hugePageBytes: Int { 2 << 20 }

  package let count: Int
  package let pointer: UnsafeMutablePointer<Element>

  /// Allocates room for `count` elements of undefined value.
  package init(uninitialized count: Int) {
    StorageAllocations.increment()
    let bytes = max(count * MemoryLayout<Element>.stride, 1)
    let isLarge = bytes >= Self.hugePageBytes
    let alignment = isLarge ? Self.hugePageBytes : Self.lineBytes
    let size = (bytes + alignment - 1) / alignment * alignment
    guard let memory = unsafe aligned_alloc(alignment, size) else {
      preconditionFailure("no memory for a tensor of \(bytes) bytes")
    }
    #if os(Linux)
      if isLarge { unsafe madvise(memory, size, MADV_HUGEPAGE) }
    #endif
    self.count = count
    unsafe pointer = memory.bindMemory(to: Element.self, capacity: count)
  }

  deinit { unsafe free(pointer) }
}
