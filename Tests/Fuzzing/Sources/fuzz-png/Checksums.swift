/// A PNG file with the checksum of every chunk put right.
func withRightChecksums(_ file: [UInt8]) -> [UInt8] {
  var file = file
  var place = 8
  while place + 12 <= file.count {
    let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = place + 8 + length
    guard end + 4 <= file.count else { break }
    let checksum = checksum(file[place + 4..<end])
    for digit in 0..<4 { file[end + digit] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt32(digit))) }
    place = end + 4
  }
  return file
}

/// CRC-32 bit by bit: the files are small.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  ~bytes.reduce(UInt32.max) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
}
