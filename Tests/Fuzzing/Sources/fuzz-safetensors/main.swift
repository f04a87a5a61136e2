import FuzzDriver

@testable import DeepLearning

/// Reads a safetensors file: arrays or a `DeepLearningError`; anything else is a find.
fuzz { input in _ = try Safetensors(input, place: "fuzz.safetensors") }
