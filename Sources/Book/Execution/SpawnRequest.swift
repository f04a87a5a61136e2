#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a child process begins: which of our descriptors become which of its own, and where.
@safe struct SpawnRequest: ~Copyable {
  #if canImport(Glibc)
    private var actions = unsafe posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
  #else
    private var actions: posix_spawn_file_actions_t?
    private var attributes: posix_spawnattr_t?
  #endif

  /// A child with no signal blocked or ignored.
  /// - Parameter ownsGroup: whether it leads a process group of its own.
  init(ownsGroup: Bool) {
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let signals = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    let flags = ownsGroup ? signals | Int32(POSIX_SPAWN_SETPGROUP) : signals
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  deinit {
    var (actions, attributes) = unsafe (actions, attributes)
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
  }

  /// Gives the child a copy of one of our descriptors.
  mutating func connect(_ ours: Int32, to theirs: Int32) {
    unsafe posix_spawn_file_actions_adddup2(&actions, ours, theirs)
  }

  /// Opens a file in the child, for writing unless it is for reading.
  mutating func open(_ path: String, as theirs: Int32, forReading: Bool = false) {
    let flags = forReading ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&actions, theirs, path, flags, 0o644)
  }

  /// Starts the child and returns its identifier.
  /// - Throws: `BookError` with the system's message.
  mutating func start(_ program: String, _ arguments: [String], _ environment: [String]) throws -> pid_t {
    let argumentList = CStrings(arguments)
    let environmentList = CStrings(environment)
    var identifier: pid_t = 0
    let error = unsafe posix_spawn(
      &identifier, program, &actions, &attributes, argumentList.pointers, environmentList.pointers)
    guard error == 0 else {
      throw BookError("`\(program)` cannot be started: \(unsafe String(cString: strerror(error)))")
    }
    return identifier
  }
}

/// Strings as C wants them: a null-terminated list of pointers.
@safe private final class CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { unsafe pointers = strings.map { unsafe strdup($0) } + [nil] }

  deinit { unsafe pointers.forEach { unsafe free($0) } }
}
