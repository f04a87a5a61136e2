import Messages

/// Figures that a block has drawn.
extension ChapterWeaver {
  /// A numbered figure of one or more pictures, or pictures without number, side by side where the block asks for it.
  mutating func figures(_ figures: [Figure], _ cell: CellContext) -> HTML {
    var pictures: [HTML] = []
    for (index, figure) in figures.enumerated() {
      pictures.append(picture(figure, alternative(figure, index, of: figures.count, cell), cell.options.figWidth))
    }
    let grid = Self.grid(pictures, cell.options.layoutNcol)
    if let number = numbering.figure(cell.label) {
      placed.insert(cell.label)
      return "<figure id=\"\(cell.label)\">\(grid)\(caption(number, cell.options.figCap))</figure>\n"
    }
    if cell.options.layoutNcol != nil { return "<figure>\(grid)</figure>\n" }
    return pictures.map { "<figure>\($0)</figure>\n" as HTML }.joined()
  }

  /// The author's text alternative, else the one derived from the figure's data; a figure must have one.
  private mutating func alternative(_ figure: Figure, _ index: Int, of count: Int, _ cell: CellContext) -> String {
    if let written = cell.options.figAlt, count == 1 { return written }
    if let derived = figure.description { return derived }
    if let written = cell.options.figAlt { return "\(written) (\(index + 1) of \(count))" }
    report(
      "the figure of block '\(cell.label)' has no text alternative", line: cell.line,
      hint: "say what it shows in a line `//| fig-alt: …`")
    return ""
  }

  /// The browser chooses among the renderings, the first that fits; printed is the wide and light one.
  private mutating func picture(_ figure: Figure, _ alternative: String, _ width: Int?) -> HTML {
    let isFirst = images.isEmpty
    var wide = figure.wide
    if let width {
      wide.height = Int((Double(wide.height) * Double(width) / Double(max(1, wide.width))).rounded())
      wide.width = width
    }
    let image: HTML = """
      <img src="\(place(wide.light))" alt="\(alternative)" width="\(wide.width)" height="\(wide.height)"\
      \(attribute: "loading", isFirst ? nil : "lazy")>
      """
    var sources: HTML = ""
    if let narrow = figure.narrow, narrow.width < wide.width {
      sources += darkSource(of: narrow, where: Self.inNarrowWindows)
      sources += """
        <source media="screen\(Self.inNarrowWindows)" srcset="\(place(narrow.light))" \
        width="\(narrow.width)" height="\(narrow.height)">
        """
    }
    sources += darkSource(of: wide, where: "")
    return sources.isEmpty ? image : "<picture>\(sources)\(image)</picture>"
  }

  private static let inNarrowWindows = " and (max-width: 30rem)"

  /// The dark rendering, if there is one. The script changes `media` when the reader has chosen a theme.
  private mutating func darkSource(of picture: Picture, where condition: String) -> HTML {
    guard let dark = picture.dark else { return "" }
    return """
      <source data-dark="\(condition)" media="screen and (prefers-color-scheme: dark)\(condition)" \
      srcset="\(place(dark))" width="\(picture.width)" height="\(picture.height)">
      """
  }

  private mutating func place(_ name: String) -> String {
    images.insert(PageImage(name: name, source: imagesFolder.appending(path: name)))
    return "images/" + name
  }

  private static func grid(_ pictures: [HTML], _ columns: Int?) -> HTML {
    guard pictures.count > 1 else { return pictures.joined() }
    return "<div class=\"grid\" style=\"--columns: \(columns ?? 1)\">\(pictures.joined())</div>"
  }

  mutating func caption(_ number: String, _ text: String?) -> HTML {
    guard let text, !text.isEmpty else { return "<figcaption><b>\(number)</b></figcaption>" }
    return "<figcaption><b>\(number):</b> \(captionText(text))</figcaption>"
  }

  /// Captions may hold emphasis, code and links.
  private mutating func captionText(_ text: String) -> HTML {
    let paragraphs = MarkdownParser.parse(text).children
    guard paragraphs.count == 1, paragraphs[0].kind == .paragraph else { return HTML(escaping: text) }
    return inlines(paragraphs[0].children)
  }
}
