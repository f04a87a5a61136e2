import Messages

/// A chapter as HTML, with what the pages around it need to know of it.
package struct WovenChapter: Sendable {
  /// What stands in the page's `<main>`.
  package var main: HTML
  /// Headings of the second and third level, for the page's contents.
  package var contents: [ContentsEntry]
  /// Every image that the page shows.
  package var images: Set<PageImage>
  /// Every claim of the chapter with the identifier of its place on the page.
  package var claims: [PlacedClaim]
}

/// A heading in the page's contents.
package struct ContentsEntry: Equatable, Sendable {
  package var identifier: String
  package var title: String
  package var children: [ContentsEntry] = []
}

/// A claim and the anchor where the page shows it.
package struct PlacedClaim: Equatable, Sendable {
  package var identifier: String
  package var claim: Claim
}
