/// The text of a chapter to start from: small, complete, with one of everything an author needs first.
struct NewChapter {
  var slug: String

  /// `02-my-chapter` becomes `My chapter`.
  var title: String {
    let words = slug.split(separator: "-").drop { $0.allSatisfy(\.isNumber) }.joined(separator: " ")
    return words.isEmpty ? slug : words.prefix(1).uppercased() + words.dropFirst()
  }

  var text: String {
    #"""
    ---
    title: \#(title)
    summary: One sentence for the front page.
    params:
      noise: 0.2
    ---

    A plain fence is shown, a `swift run` fence is run. Later blocks see what earlier ones declare.

    ```swift run
    //| label: fig-line
    //| fig-cap: A straight line, and the same line with noise.
    let x = (0..<50).map { Double($0) / 10 }
    let line = x.map { 0.5 * $0 + 1 }
    var generator = RandomGenerator(seed: 1, purpose: "noise")
    let measured = line.map { $0 + params.noise * Double(generator.normal()) }  // <1>
    show(
      Figure(x: Axis("x"), y: Axis("y")) {
        Points(x: x, y: measured, label: "measured")
        Line(x: x, y: line, label: "true")
      })
    ```
    1. `params.noise` comes from the front matter; `--param noise=0.5` overrides it.

    ```swift run
    //| label: deviation
    let deviation = zip(line, measured).map { abs($0 - $1) }.reduce(0, +) / Double(x.count)
    metric("mean deviation", deviation)
    ```

    The measurements of @fig-line deviate by `{swift} deviation` on average.

    """#
  }

  static let bookConfiguration = """
    title: A new book
    seed: 1

    """
}
