import Archives
import Foundation
import FuzzDriver

/// Unpacks a tar file: its members below the folder, or an error; a file beside the folder is a find.
let file = try FuzzFile("fuzz.tar")
let unpacking = Unpacking(largestContent: 1 << 20, mostMembers: 1000)

fuzz { input in
  try file.with(input) {
    _ = try? unpacking.unpack(file.url, into: file.folder, isWanted: { _ in true })
    let beside = try FileManager.default.contentsOfDirectory(atPath: file.url.deletingLastPathComponent().path)
    precondition(Set(beside) == ["fuzz.tar", "unpacked"], "something was written beside the folder: \(beside)")
  }
}
