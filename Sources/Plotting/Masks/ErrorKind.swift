/// What a prediction says about a pixel, compared with the truth.
enum ErrorKind: Int, CaseIterable, Sendable {
  case right
  /// Something is there, and the prediction says background.
  case missed
  /// Background, and the prediction says that something is there.
  case extra
  /// One thing taken for another.
  case mistaken

  var name: String {
    switch self {
    case .right: "right"
    case .missed: "missed"
    case .extra: "false alarm"
    case .mistaken: "mistaken"
    }
  }

  /// - Parameter background: the class of nothing; nil if there is none, so that every error is a mistake.
  init(truth: Int, prediction: Int, background: Int?) {
    switch (truth, prediction) {
    case _ where truth == prediction: self = .right
    case (_, background): self = .missed
    case (background, _): self = .extra
    default: self = .mistaken
    }
  }
}

extension ClassMask {
  /// The kind of error of every pixel, as classes.
  /// - Throws: `PlottingError` if the masks differ in size.
  static func errors(
    truth: ClassMask, prediction: ClassMask, background: Int?
  ) throws(PlottingError) -> ClassMask {
    guard (truth.height, truth.width) == (prediction.height, prediction.width) else {
      throw PlottingError(
        "Overlay",
        problem: "has a true mask of \(truth.height) × \(truth.width) pixels and a prediction of"
          + " \(prediction.height) × \(prediction.width)", expected: "masks of one size")
    }
    let kinds = zip(truth.classes, prediction.classes).map {
      ErrorKind(truth: $0, prediction: $1, background: background).rawValue
    }
    return ClassMask(height: truth.height, width: truth.width, classes: kinds)
  }
}
