import DeepLearning
import FuzzDriver

/// Loads weights in safetensors form: as they are, and with a length that ends the header at the last brace, which lets damage
/// through to what lies behind. Weights or a `DeepLearningError`; anything else is a find.
let file = try FuzzFile("fuzz.safetensors")
let inputs = Input(shape: [2])
let model = try Model(inputs: inputs, outputs: Dense(units: 3, name: "dense")(inputs))

func withRightLength(_ input: [UInt8]) -> [UInt8] {
  let content = input.dropFirst(8)
  let length = (content.lastIndex(of: UInt8(ascii: "}")) ?? 7) - 7
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + content
}

fuzz { input in
  for content in [input, withRightLength(input)] {
    try file.with(content) { _ = try? model.loadWeights(from: file.url.path) }
  }
}
