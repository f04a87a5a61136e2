#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The times of one step, by the rules of `peers/common.py`: at least 3 steps and 1 second to warm up, then at least 10 steps
/// (5 where a step takes over 1.5 s), about 6 seconds of them.
struct Measurement {
  /// Milliseconds from least to greatest.
  let milliseconds: [Double]
  let firstStepSeconds: Double

  init(_ step: () throws -> Void) rethrows {
    firstStepSeconds = try seconds(step)
    var (warm, last) = (1, 0.0)
    let begin = ContinuousClock.now
    while warm < 4 || ContinuousClock.now - begin < .seconds(1) {
      last = try seconds(step) * 1e3
      warm += 1
    }
    let count = last > 1500 ? 5 : Int(min(200, max(10, 6000 / last)))
    milliseconds = try (0..<count).map { _ in try seconds(step) * 1e3 }.sorted()
  }

  var median: Double {
    let middle = milliseconds.count / 2
    return milliseconds.count % 2 == 1 ? milliseconds[middle] : (milliseconds[middle - 1] + milliseconds[middle]) / 2
  }
  var least: Double { milliseconds[0] }
  /// The time that nine of ten steps do not exceed.
  var ninetieth: Double {
    milliseconds[min(milliseconds.count - 1, Int((0.9 * Double(milliseconds.count)).rounded()))]
  }

  /// The greatest size of this process in MB (2²⁰ bytes).
  static var peakMegabytes: Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss >> 10
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 20
    #endif
  }
}

/// A number with three decimals.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
