public import Notebook
public import Plotting

/// A chapter's own drawing becomes displayable by `extension MyDrawing: Displayable {}`.
extension Drawable {
  /// Shows the drawing as a picture for light pages, and one for dark pages where that differs.
  /// - Throws: `PlottingError` if the data cannot be drawn.
  public func display(in session: Session) throws {
    try session.showPicture(
      light: png(theme: .light), dark: dependsOnTheme ? png(theme: .dark) : nil, width: size.width,
      height: size.height, description: textAlternative)
  }
}

extension Figure: Displayable {}
extension Panels: Displayable {}
extension Heatmap: Displayable {}
extension HeatOverlay: Displayable {}
extension ImageGrid: Displayable {}
extension MatrixEquation: Displayable {}
extension NumberGrid: Displayable {}
extension Overlay: Displayable {}
