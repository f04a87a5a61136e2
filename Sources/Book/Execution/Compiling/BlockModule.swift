import Foundation

/// A block as the Swift module that it becomes.
///
/// A file named `main.swift` keeps the meaning of a script: its variables are globals, set up in order. The module is
/// loaded into a running kernel, which calls `entryPoint`; the modules of later blocks import it with `@testable`, so
/// that they see what it declares and may change its variables.
struct BlockModule: Sendable {
  /// The block's label, which stands for its file in the compiler's messages.
  var label: String
  /// The module's name, such as `Block_fig_curves`.
  var name: String
  var declarations: [Declaration]
  /// The way from the compiler's positions to the chapter's; nil for code that the runner made.
  var text: BlockText?
  private var code: String

  var entryPoint: String { name + "_main" }

  /// The module of a block.
  init(_ block: RunBlock, name: String) {
    let parsed = ParsedBlock(block.source)
    label = block.label
    self.name = name
    let text = BlockText(block, parsed)
    declarations = block.isCode ? parsed.declarations : []
    code = text.code
    self.text = text
  }

  /// The module that gives a chapter its `params`.
  init(parameters: [Parameter]) {
    label = "parameters"
    name = "QuireParameters"
    let properties = parameters.map { "  var `\($0.name)`: \($0.kind.rawValue) { quireParameter(\"\($0.name)\") }" }
    code = (["struct QuireParameters {"] + properties + ["}", "let params = QuireParameters()"]).joined(separator: "\n")
    declarations = [Declaration(importKind: "var", name: "params")]
  }

  /// The whole source file, given the modules of the blocks above.
  func source(importing above: [BlockModule]) -> String {
    let modules = ["import QuireRuntime"] + above.map { "@testable import \($0.name)" }
    let header = modules + newestDeclarations(of: above) + ["#sourceLocation(file: \"\(label)\", line: 1)"]
    return header.joined(separator: "\n") + "\n" + code + "\n"
  }

  /// Scoped imports, which outweigh the module-wide ones: of a name declared in several blocks the newest wins, and a
  /// name of a block wins over one of the runtime. Functions keep the overloads of older modules.
  private func newestDeclarations(of above: [BlockModule]) -> [String] {
    let own = Set(declarations.map(\.name))
    var newest: [String: String] = [:]
    for module in above {
      for declaration in module.declarations where !own.contains(declaration.name) {
        newest[declaration.name] = "@testable import \(declaration.importKind) \(module.name).\(declaration.name)"
      }
    }
    return newest.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension BlockModule {
  /// The modules of a chapter: its parameters, then every block that is evaluated, in order.
  static func all(of chapter: Chapter) -> [BlockModule] {
    var names: Set<String> = []
    let parameters = chapter.frontMatter.parameters
    let prelude = parameters.isEmpty ? [] : [BlockModule(parameters: parameters)]
    return prelude
      + chapter.evaluatedBlocks.map { block in
        var name = "Block_" + String(block.label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        while !names.insert(name).inserted { name += "_" }
        return BlockModule(block, name: name)
      }
  }
}

extension Chapter {
  /// The blocks that run, in order: all but those with `eval: false`.
  var evaluatedBlocks: [RunBlock] { blocks.filter(\.options.eval) }
}

extension RunBlock {
  /// Whether the block is a run-block, not a group of inline expressions.
  var isCode: Bool {
    if case .code = content { true } else { false }
  }

  /// The block's code, or its expressions one a line.
  var source: String {
    switch content {
    case .code(let code, _): code
    case .expressions(let expressions): expressions.map(\.expression).joined(separator: "\n")
    }
  }
}
