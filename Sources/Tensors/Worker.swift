#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A plain POSIX thread that runs one closure.
@safe struct Worker: @unchecked Sendable {
  private let thread: pthread_t

  private final class Task {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Starts a thread, or gives nil if the system has none to give.
  init?(_ body: @escaping @Sendable () -> Void) {
    let task = unsafe Unmanaged.passRetained(Task(body))
    let mask = SignalMask.blockAsynchronous()
    defer { mask.restore() }
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument { unsafe Worker.run(argument) }
          return nil
        }, task.toOpaque())
      let started: pthread_t? = thread
    #else
      var started: pthread_t?
      let status = unsafe pthread_create(
        &started, nil,
        { argument in
          unsafe Worker.run(argument)
          return nil
        }, task.toOpaque())
    #endif
    guard status == 0, let started else {
      unsafe task.release()
      return nil
    }
    self.thread = started
  }

  private static func run(_ argument: UnsafeMutableRawPointer) {
    unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body()
  }

  /// Waits for the thread's end.
  func join() { pthread_join(thread, nil) }

  /// Cores that are online.
  static var availableCores: Int {
    return max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
  }
}

/// The signals a new thread inherits as blocked: all that concern the process and not the faulting thread, so that an
/// interrupt or a timer always reaches the main thread.
private struct SignalMask {
  private let previous: sigset_t

  static func blockAsynchronous() -> SignalMask {
    var blocked = sigset_t()
    var previous = sigset_t()
    unsafe sigfillset(&blocked)
    for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { unsafe sigdelset(&blocked, signal) }
    unsafe pthread_sigmask(SIG_SETMASK, &blocked, &previous)
    return SignalMask(previous: previous)
  }

  func restore() {
    var previous = previous
    unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
  }
}

/// A place where threads sleep until somebody rings.
@safe final class Alarm: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Sleeps while `mayRest` holds; it is asked again after every ring.
  func sleep(while mayRest: () -> Bool) {
    unsafe pthread_mutex_lock(mutex)
    while mayRest() { unsafe pthread_cond_wait(condition, mutex) }
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Wakes every sleeper.
  func ring() {
    unsafe pthread_mutex_lock(mutex)
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }
}
