public import Notebook
public import Plotting

/// A chapter's own drawing becomes displayable by `extension MyDrawing: Displayable {}`.
extension Drawable {
  /// Shows the drawing as a picture for light pages, and one for dark pages where that differs; in two layouts if it has one
  /// for narrow windows.
  /// - Throws: `PlottingError` if the data cannot be drawn.
  public func display(in session: Session) throws {
    // What has no room in a narrow window is only made smaller there.
    try session.showPicture(files(), narrow: try? narrowLayout?.files(), description: textAlternative)
  }

  /// The drawing laid out in the width that a page has on a telephone, if that makes it narrower.
  private var narrowLayout: (any Drawable)? {
    guard size.width > narrowWidth, let layout = fitted(to: narrowWidth), layout.size.width < size.width else {
      return nil
    }
    return layout
  }

  private func files() throws -> PictureFiles {
    PictureFiles(
      light: try png(theme: .light), dark: dependsOnTheme ? try png(theme: .dark) : nil, width: size.width,
      height: size.height)
  }
}

/// What the margins of a page leave of a common telephone's 390 CSS pixels.
private let narrowWidth = 350

extension Figure: Displayable {}
extension Panels: Displayable {}
extension Heatmap: Displayable {}
extension HeatOverlay: Displayable {}
extension ImageGrid: Displayable {}
extension MatrixEquation: Displayable {}
extension NumberGrid: Displayable {}
extension Overlay: Displayable {}
