import Foundation

/// What of the machine matters to a book: toolchain, libraries, speed, room. For `quire doctor`.
public struct MachineReport {
  /// What was looked at, and what was found.
  public struct Line: Equatable, Sendable {
    public var name: String
    public var value: String
    /// What to do about it, where something is wrong.
    public var problem: String?
  }

  /// What the runtime says of BLAS: `quire-kernel --measure`.
  private struct Speed: Decodable {
    var kernel: String
    var library: String
    var threads: Int
    var oneThread: Double
    var allThreads: Double
  }

  public var lines: [Line] = []
  public var hasProblems: Bool { lines.contains { $0.problem != nil } }

  /// Looks at everything.
  public static func current() -> MachineReport {
    var report = MachineReport()
    report.look("Swift", hint: "install Swift 6.3 from https://swift.org/install") { try Toolchain.find().version }
    var kit: RuntimeKit?
    report.look("runtime", hint: "swift build -c release") {
      let found = try RuntimeKit.find()
      kit = found
      return found.folder.path
    }
    if let kit { report.measure(kit) }
    report.lookForPandoc()
    for library in ["libcmark", "openblas", "libarchive", "libcrypto", "cairo", "hdf5"] {
      report.lookForLibrary(library)
    }
    return report
  }

  private mutating func look(_ name: String, hint: String, _ find: () throws -> String) {
    do {
      lines.append(Line(name: name, value: try find().split(separator: "\n").first.map(String.init) ?? ""))
    } catch {
      lines.append(Line(name: name, value: "not found", problem: (error as? BookError)?.hint ?? hint))
    }
  }

  private mutating func lookForLibrary(_ name: String) {
    look(name, hint: "run Scripts/setup.sh in Quire's folder") {
      let result = try Tool(program: "/usr/bin/env", arguments: ["pkg-config", "--modversion", name]).run()
      guard result.status == 0 else { throw BookError("\(name) is not installed") }
      return result.output
    }
  }

  /// Only books with formulae need it.
  private mutating func lookForPandoc() {
    let result = try? Tool(program: "/usr/bin/env", arguments: ["pandoc", "--version"]).run()
    let version = result.flatMap { $0.status == 0 ? $0.output.split(separator: "\n").first.map(String.init) : nil }
    lines.append(Line(name: "formulae", value: version ?? "no pandoc; a book with formulae needs it"))
  }

  /// Starts a kernel as a chapter would, and asks for the speed of its matrix products.
  private mutating func measure(_ kit: RuntimeKit) {
    let environment = KernelEnvironment(ProcessInfo.processInfo.environment)
    let arguments = environment.list + [kit.kernel, kit.library, "--measure"]
    let output = (try? Tool(program: "/usr/bin/env", arguments: ["-i"] + arguments).run())?.output ?? ""
    guard let speed = try? JSONDecoder().decode(Speed.self, from: Data(output.utf8)) else {
      lines.append(Line(name: "BLAS", value: "the kernel did not start: \(output)", problem: "swift build -c release"))
      return
    }
    lines.append(Line(name: "BLAS", value: "OpenBLAS \(speed.library), kernels for \(speed.kernel)"))
    let one = String(format: "%.0f GFLOP/s on one thread", speed.oneThread)
    let all = String(format: "%.0f on %d", speed.allThreads, speed.threads)
    lines.append(Line(name: "speed", value: "\(one), \(all) (products of 1024 x 1024 matrices)"))
  }
}
