import Foundation
import Hashing
import Testing

/// Fingerprints of files and folders.
struct FileHashesTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "quire-test-\(UUID().uuidString)").path()

  private func removeFolder() { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ text: String, _ name: String) throws {
    let url = URL(filePath: folder).appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test func filesAreWalkedFolderByFolderInTheOrderOfTheirBytes() throws {
    defer { removeFolder() }
    for name in ["b/2", "b/10", "b/a/x", "b-c/y", "Z", "a"] { try write("", name) }
    #expect(try FolderWalk(folder, followsLinks: false).files == ["Z", "a", "b/10", "b/2", "b-c/y", "b/a/x"])
  }

  @Test func linksToFoldersAreFollowedOnRequestAndNotInCircles() throws {
    defer { removeFolder() }
    try write("", "a/x")
    let links = FileManager.default
    try links.createSymbolicLink(atPath: folder + "/l", withDestinationPath: folder + "/a")
    try links.createSymbolicLink(atPath: folder + "/a/up", withDestinationPath: folder)
    try links.createSymbolicLink(atPath: folder + "/a/gone", withDestinationPath: folder + "/nowhere")
    #expect(try FolderWalk(folder, followsLinks: false).files == ["a/x"])
    #expect(try FolderWalk(folder, followsLinks: true).files == ["a/x", "l/x"])
  }

  @Test func aFolderChangesWithNamesAndContents() throws {
    defer { removeFolder() }
    let hashes = FileHashes()
    var seen: [String?] = [hashes.hash(ofFolder: folder)]
    #expect(seen == [nil])
    try write("one", "a/x")
    seen.append(hashes.hash(ofFolder: folder))
    #expect(seen[1] == FileHashes().hash(ofFolder: folder))
    try write("two", "a/x")
    seen.append(hashes.hash(ofFolder: folder))
    try write("", "b")
    seen.append(hashes.hash(ofFolder: folder))
    try FileManager.default.moveItem(atPath: folder + "/b", toPath: folder + "/c")
    seen.append(hashes.hash(ofFolder: folder))
    #expect(Set(seen).count == seen.count)
  }

  @Test func theHashOfAFileIsItsSHA256() throws {
    defer { removeFolder() }
    try write("abc", "x")
    #expect(FileHashes().hash(ofFile: folder + "/x") == "abc".utf8.sha256.hexadecimal)
    #expect(FileHashes().hash(ofFile: folder) == nil)
    #expect(FileHashes().hash(ofFile: folder + "/gone") == nil)
  }
}
