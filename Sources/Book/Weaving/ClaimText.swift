import Messages

/// Claims and failures in words.
extension Claim {
  package var verdict: String { isMet ? "Met" : "Not met" }

  /// Class of the verdict in the style sheet.
  package var verdictClass: String { isMet ? "met" : "unmet" }

  /// The measured number with as many digits as it takes for rounding not to change the verdict.
  package var measuredText: String {
    let short = NumberText.short(measured)
    let digits = String(short.map { $0 == "−" ? "-" : $0 })
    return Double(digits).map { expected.admits($0) == isMet } ?? true ? short : String(measured)
  }
}

extension Claim.Bound {
  /// `at least 0.95`
  package var phrase: String {
    switch self {
    case .atLeast(let least): "at least \(NumberText.short(least))"
    case .atMost(let most): "at most \(NumberText.short(most))"
    case .within(let range): "\(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))"
    }
  }
}

extension BlockFailure.Kind {
  package var title: String {
    switch self {
    case .thrown: "Error"
    case .trapped: "Fatal error"
    case .timedOut: "Stopped after its time limit"
    case .tooMuchOutput: "Stopped after too much output"
    case .outOfMemory: "Out of memory"
    case .exited: "The program ended"
    }
  }
}
