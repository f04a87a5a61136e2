/// The `//| name: value` lines at the head of a run-block.
public struct BlockOptions: Equatable, Sendable {
  public enum OutputMode: String, Sendable {
    case shown = "true"
    case hidden = "false"
    /// What the block prints is Markdown and becomes part of the page.
    case asIs = "asis"
  }

  public var echo = true
  public var eval = true
  public var output = OutputMode.shown
  /// An error is expected, and shown as the block's output.
  public var error = false
  public var codeFold = false
  public var codeSummary: String?
  public var figCap: String?
  public var figAlt: String?
  /// Width on the page in CSS pixels.
  public var figWidth: Int?
  public var tblCap: String?
  public var layoutNcol: Int?
  /// Seconds after which the block is stopped.
  public var timeout: Double?

  public init() {}
}
