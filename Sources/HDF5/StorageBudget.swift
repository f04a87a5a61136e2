internal import CHDF5

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What an array wants, and what the file says that it has of it.
struct ArrayStorage {
  let shape: [Int]
  let count: Int
  /// Bytes of an element in the file.
  let elementBytes: Int
  /// Bytes that the file keeps of the array, after compression.
  let storedBytes: Int
  /// Extents of the pieces in which the array is kept; empty if it is kept in one. Nil if the file is damaged.
  let chunk: [Int]?

  init(_ id: hid_t, _ type: hid_t, shape: [Int], count: Int) {
    (self.shape, self.count) = (shape, count)
    elementBytes = Int(clamping: H5Tget_size(type))
    storedBytes = Int(clamping: H5Dget_storage_size(id))
    var extents = [hsize_t](repeating: 0, count: 32)
    let rank = unsafe extents.withUnsafeMutableBufferPointer { unsafe quire_hdf5_chunk(id, $0.baseAddress) }
    let isSound = rank == 0 || rank == shape.count && extents.prefix(Int(rank)).allSatisfy { $0 > 0 }
    chunk = isSound ? extents.prefix(Int(rank)).map { Int(clamping: $0) } : nil
  }

  /// Bytes of one piece in memory; nil if no memory has so many.
  var chunkBytes: Int? { chunk.flatMap { Self.product([elementBytes] + $0) } }

  /// The pieces that cover the array.
  var chunkCount: Int? {
    chunk.flatMap { chunk in Self.product(zip(shape, chunk).map { ($0 - 1) / $1 + 1 }) }
  }

  static func product(_ factors: [Int]) -> Int? {
    factors.reduce(1) { (product: Int?, factor) in
      guard let (result, overflows) = product?.multipliedReportingOverflow(by: factor), !overflows else { return nil }
      return result
    }
  }
}

/// How much memory the arrays of a file may take, by the bytes that the file has.
///
/// The library takes memory for what headers announce before it looks for the bytes, and some for each piece of an array.
struct StorageBudget {
  let fileBytes: Int
  private var taken = 0

  static var mostBytes: Int { 8 << 30 }
  /// No filter of the library makes more of a byte. Source: zlib's "Maximum Compression Factor", 1032 to 1.
  private static var mostPerByte: Int { 1100 }
  /// What an array may have of which nothing was written: it is all fill value.
  private static var mostUnwritten: Int { 1 << 20 }
  /// Pieces of an array of which nothing was written.
  private static var mostUnwrittenChunks: Int { 1 << 12 }

  init(file: String) {
    fileBytes = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
  }

  /// Counts an array, or says why it is refused: it needs more than the file can say.
  mutating func take(_ array: ArrayStorage) -> String? {
    let most = max(min(array.storedBytes, fileBytes) * Self.mostPerByte, Self.mostUnwritten)
    guard array.storedBytes <= fileBytes, let wanted = ArrayStorage.product([array.count, array.elementBytes]),
      wanted <= most, let chunkBytes = array.chunkBytes, chunkBytes <= most, let chunks = array.chunkCount,
      chunks <= max(fileBytes, Self.mostUnwrittenChunks)
    else {
      return "an array of shape \(array.shape) needs more than the file has: it is damaged or cut off"
    }
    taken += array.count * max(array.elementBytes, MemoryLayout<Int64>.size)
    let isWithin = taken <= min(Self.mostBytes, fileBytes * Self.mostPerByte + 64 * Self.mostUnwritten)
    return isWithin ? nil : "with an array of shape \(array.shape) the file's arrays are too large"
  }
}
