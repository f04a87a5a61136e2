// quire-kernel: the process in which the blocks of a chapter run.
//
// It links nothing of the runtime: a second, static copy of a type would not be the type that blocks use. It loads the
// runtime library named by its first argument and hands the second, the configuration file, to the runtime's entry.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Exit status for wrong usage or a runtime that cannot be loaded.
let wrongUsage: Int32 = 2

/// The runtime's entry: takes the path of the configuration file, returns the process' exit status.
typealias RuntimeEntry = @convention(c) (UnsafePointer<CChar>) -> Int32

/// The entry that measures the machine for `quire doctor`: returns the process' exit status.
typealias MeasureEntry = @convention(c) () -> Int32

func refuse(_ message: String) -> Never {
  let line = Array("quire-kernel: \(message)\n".utf8)
  _ = unsafe write(STDERR_FILENO, line, line.count)
  exit(wrongUsage)
}

func loadError() -> String {
  guard let message = unsafe dlerror() else { return "it cannot be loaded" }
  return unsafe String(cString: message)
}

func load(_ name: String, from runtime: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
  guard let symbol = unsafe dlsym(runtime, name) else { refuse(loadError()) }
  return unsafe symbol
}

guard CommandLine.arguments.count == 3 else {
  refuse("usage: quire-kernel RUNTIME-LIBRARY CONFIGURATION-FILE, or quire-kernel RUNTIME-LIBRARY --measure")
}
guard let runtime = unsafe dlopen(CommandLine.arguments[1], RTLD_NOW | RTLD_GLOBAL) else { refuse(loadError()) }
if CommandLine.arguments[2] == "--measure" {
  exit(unsafe unsafeBitCast(load("quire_measure_main", from: runtime), to: MeasureEntry.self)())
}
exit(unsafe unsafeBitCast(load("quire_kernel_main", from: runtime), to: RuntimeEntry.self)(CommandLine.arguments[2]))
