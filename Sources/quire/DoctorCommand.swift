import ArgumentParser
import Book
import Datasets
import Foundation

/// `quire doctor`: whether this machine has what a book needs, and how fast it is.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Shows toolchain, libraries, the BLAS kernel in use and its measured speed, data sets and disk.")

  func run() throws {
    let report = MachineReport.current()
    show("quire", Version.current)
    for line in report.lines { show(line.name, line.value, problem: line.problem) }
    let store = DataStore()
    for status in store.status() where status.state == .present {
      show("data", "\(status.dataset.name) (\(status.edition.kind)) in \(status.folder.path)")
    }
    show("data folder", store.folder.path)
    show("disk", freeSpace(at: store.folder))
    if report.hasProblems { throw CheckFailed() }
  }

  private func show(_ name: String, _ value: String, problem: String? = nil) {
    print(name.padding(toLength: 12, withPad: " ", startingAt: 0) + value)
    if let problem { print(String(repeating: " ", count: 12) + "→ " + problem) }
  }

  private func freeSpace(at folder: URL) -> String {
    var place = folder
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
    guard let free = attributes?[.systemFreeSize] as? NSNumber else { return "unknown" }
    return "\(ByteText.gigabytes(free.intValue)) free"
  }
}
