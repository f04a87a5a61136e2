// Messages: the one vocabulary that crosses between a kernel process and the book.
//
// 1. The book starts a kernel with a `KernelConfiguration` and sends it `KernelRequest`s.
// 2. The kernel answers with `KernelMessage`s, one JSON object a line.
// 3. What a block produced arrives as `Output` values, which are stored and woven into the page.

/// One thing that a block produced, in the order it was produced.
public enum Output: Codable, Equatable, Sendable {
  /// What the block printed to standard output or standard error.
  case text(String)
  /// The description of the block's last expression.
  case value(String)
  case figure(Figure)
  case table(Table)
  case metric(Metric)
  case claim(Claim)
  case training(TrainingRun)
  /// The values of the inline expressions of one stretch of prose, in order, as plain text.
  case inline([String])
}

/// A drawing as it stands on a page.
public struct Figure: Codable, Equatable, Sendable {
  /// Where there is room.
  public var wide: Picture
  /// In windows as narrow as a telephone's, laid out anew; nil where the wide one is only made smaller.
  public var narrow: Picture?
  /// A text alternative derived from the figure's data (axes, range, trend, best value), if it can be derived.
  public var description: String?

  public init(_ wide: Picture, narrow: Picture? = nil, description: String?) {
    self.wide = wide
    self.narrow = narrow
    self.description = description
  }

  /// The names of all its files.
  public var files: [String] { [wide, narrow].compactMap(\.self).flatMap { [$0.light, $0.dark].compactMap(\.self) } }
}

/// A picture in its light and, where they differ, dark rendering.
public struct Picture: Codable, Equatable, Sendable {
  /// File name in the folder of images: the hash of its content and `.png`.
  public var light: String
  /// The rendering for dark pages; nil when one rendering serves both (photographs).
  public var dark: String?
  /// Size on the page in CSS pixels. The files hold twice as many pixels each way.
  public var width: Int
  public var height: Int

  public init(light: String, dark: String?, width: Int, height: Int) {
    self.light = light
    self.dark = dark
    self.width = width
    self.height = height
  }
}

/// A table of formatted cells.
public struct Table: Codable, Equatable, Sendable {
  public enum Alignment: String, Codable, Sendable { case leading, center, trailing }

  public struct Column: Codable, Equatable, Sendable {
    public var title: String
    public var alignment: Alignment

    public init(_ title: String, alignment: Alignment = .leading) {
      self.title = title
      self.alignment = alignment
    }
  }

  public var columns: [Column]
  /// Every row has as many cells as there are columns.
  public var rows: [[String]]

  public init(columns: [Column], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }
}

/// A named number that programs find in `results.json`.
public struct Metric: Codable, Equatable, Sendable {
  public var name: String
  public var value: Double

  public init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// What a source reports beside what was measured here.
public struct Claim: Codable, Equatable, Sendable {
  public enum Bound: Codable, Equatable, Sendable {
    case atLeast(Double)
    case atMost(Double)
    case within(ClosedRange<Double>)

    public func admits(_ value: Double) -> Bool {
      switch self {
      case .atLeast(let least): value >= least
      case .atMost(let most): value <= most
      case .within(let range): range.contains(value)
      }
    }
  }

  public var name: String
  public var source: String
  public var expected: Bound
  public var measured: Double

  public var isMet: Bool { expected.admits(measured) }

  public init(name: String, source: String, expected: Bound, measured: Double) {
    self.name = name
    self.source = source
    self.expected = expected
    self.measured = measured
  }
}

/// One call of `fit`, folded into what a reader wants to know of it.
public struct TrainingRun: Codable, Equatable, Sendable {
  public var model: String
  public var epochs: Int
  public var stepsPerEpoch: Int
  /// Seconds that the training took when it was last run; kept when it is recalled from the memo.
  public var seconds: Double
  /// The values of the last epoch, in Keras' order: loss, accuracy, val_loss, val_accuracy.
  public var finalValues: [Metric]

  public init(model: String, epochs: Int, stepsPerEpoch: Int, seconds: Double, finalValues: [Metric]) {
    self.model = model
    self.epochs = epochs
    self.stepsPerEpoch = stepsPerEpoch
    self.seconds = seconds
    self.finalValues = finalValues
  }
}
