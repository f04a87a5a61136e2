import Foundation
import Messages

/// Puts what a block printed between its other outputs, in the order in which the block produced them.
struct OutputAssembly {
  /// Prefixes that Swift puts before a block's types, such as `Block_digits.`: no reader needs them.
  var moduleNames: [String]

  /// All outputs of a block.
  /// - Parameter hidesReport: whether the Swift runtime's report of a trap is left out, because the failure says it.
  func outputs(of run: BlockRun, hidesReport: Bool) -> [Output] {
    var outputs: [Output] = []
    var position = 0
    for (output, offset) in run.outputs {
      append(run.text.text(position..<max(position, offset)), to: &outputs)
      outputs.append(cleaned(output))
      position = max(position, offset)
    }
    let rest = run.text.text(position..<max(position, run.text.total))
    append(hidesReport ? TrapReport.removing(from: rest) : rest, to: &outputs)
    return outputs
  }

  private func append(_ text: String, to outputs: inout [Output]) {
    if !text.isEmpty { outputs.append(.text(withoutModuleNames(text))) }
  }

  private func cleaned(_ output: Output) -> Output {
    switch output {
    case .value(let text): .value(withoutModuleNames(text))
    case .inline(let texts): .inline(texts.map(withoutModuleNames))
    default: output
    }
  }

  private func withoutModuleNames(_ text: String) -> String {
    guard text.contains("Block_") else { return text }
    return moduleNames.reduce(text) { $0.replacingOccurrences(of: $1 + ".", with: "") }
  }
}
