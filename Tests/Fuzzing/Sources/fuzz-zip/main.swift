import Archives
import Foundation
import FuzzDriver

/// Unpacks a zip file and reads it member by member: both end, with members or an error; a file beside the folder is a find.
let file = try FuzzFile("fuzz.zip")
let unpacking = Unpacking(largestContent: 1 << 20, mostMembers: 1000)

fuzz { input in
  try file.with(input) {
    _ = try? unpacking.unpack(file.url, into: file.folder, isWanted: { _ in true })
    let beside = try FileManager.default.contentsOfDirectory(atPath: file.url.deletingLastPathComponent().path)
    precondition(Set(beside) == ["fuzz.zip", "unpacked"], "something was written beside the folder: \(beside)")
    let reader = try ArchiveReader(name: "fuzz.zip", .zip)
    try reader.open(file: file.url.path)
    while try reader.nextMember() != nil { _ = try reader.content(limit: 1 << 20) }
  }
}
