import DeepLearning
import Foundation
import Tensors
import Testing

/// Weights in safetensors files.
struct WeightFileTests {
  private func model(units: Int = 3, hidden: String = "hidden", seed: UInt64 = 1) throws -> Model {
    let inputs = Input(shape: [4])
    let t = Dense(units: 5, name: hidden)(inputs)
    return try Model(inputs: inputs, outputs: Dense(units: units, name: "classes")(t), seed: seed)
  }

  @Test func savedWeightsComeBackToTheBit() throws {
    try withTemporaryFolder { folder in
      let (model, other) = (try model(), try model(seed: 2))
      try model.saveWeights(to: folder + "w.safetensors")
      try other.loadWeights(from: folder + "w.safetensors")
      #expect(other.weights == model.weights)
    }
  }

  @Test func theFileIsWhatSafetensorsPrescribes() throws {
    try withTemporaryFolder { folder in
      try model().saveWeights(to: folder + "w.safetensors")
      let bytes = try Data(contentsOf: URL(filePath: folder + "w.safetensors"))
      let length = Int(bytes[0]) + Int(bytes[1]) << 8
      #expect(length % 8 == 0)
      let header = try JSONSerialization.jsonObject(with: bytes[8..<8 + length]) as? [String: [String: Any]]
      #expect(header?["hidden/kernel"]?["dtype"] as? String == "F32")
      #expect(header?["hidden/kernel"]?["shape"] as? [Int] == [4, 5])
      #expect(header?["classes/bias"]?["data_offsets"] as? [Int] == [0, 12])
      #expect(bytes.count == 8 + length + 4 * (20 + 5 + 15 + 3))
    }
  }

  @Test func misfitsNameTheArrayAndBothShapesAndChangeNothing() throws {
    try withTemporaryFolder { folder in
      let path = folder + "w.safetensors"
      try model().saveWeights(to: path)
      let wide = try model(units: 4)
      let before = wide.weights
      let shape = #expect(throws: DeepLearningError.self) { try wide.loadWeights(from: path) }
      #expect(shape?.place == path)
      #expect(shape?.problem == "'classes/kernel' has shape [5, 3] and type F32")
      #expect(shape?.expected == "shape [5, 4] and type F32")
      #expect(wide.weights == before)
      let renamed = try model(hidden: "other")
      let extra = #expect(throws: DeepLearningError.self) { try renamed.loadWeights(from: path) }
      #expect(extra?.problem == "holds 'hidden/bias' of shape [5], which the model has not")
    }
  }

  @Test func aMissingArrayIsNamed() throws {
    try withTemporaryFolder { folder in
      let inputs = Input(shape: [4])
      let short = try Model(inputs: inputs, outputs: Dense(units: 5, name: "hidden")(inputs))
      try short.saveWeights(to: folder + "w")
      let error = #expect(throws: DeepLearningError.self) { try model().loadWeights(from: folder + "w") }
      #expect(error?.description == "\(folder)w: has no 'classes/kernel'; expected one of shape [5, 3]")
    }
  }

  @Test func filesThatAreMissingOrCannotBeWrittenAreNamed() throws {
    let missing = #expect(throws: DeepLearningError.self) { try model().loadWeights(from: "/nowhere/w") }
    #expect(missing?.problem == "cannot be read")
    let unwritable = #expect(throws: DeepLearningError.self) { try model().saveWeights(to: "/nowhere/w") }
    #expect(unwritable?.problem == "cannot be written")
  }

  /// Headers of hostile files, and how long their data is.
  private static let hostile: [(String, Int)] = [
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 8),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 16),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 0),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 8
    ),
    (#"{"a":{"x":"y"}}"#, 0),
    (#"[1, 2]"#, 0),
    ("", 0),
  ]

  @Test(arguments: hostile.indices)
  func aHostileFileIsAnError(_ index: Int) throws {
    try withTemporaryFolder { folder in
      let (header, data) = Self.hostile[index]
      var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
      bytes += Array(header.utf8) + [UInt8](repeating: 0, count: data)
      try Data(bytes).write(to: URL(filePath: folder + "w"))
      #expect(throws: DeepLearningError.self) { try model().loadWeights(from: folder + "w") }
    }
  }

  @Test func aTruncatedFileIsAnError() throws {
    try withTemporaryFolder { folder in
      try model().saveWeights(to: folder + "w")
      let bytes = try Data(contentsOf: URL(filePath: folder + "w"))
      for length in [0, 5, 8, 100, bytes.count - 1] {
        try bytes.prefix(length).write(to: URL(filePath: folder + "w"))
        #expect(throws: DeepLearningError.self, "\(length) bytes") { try model().loadWeights(from: folder + "w") }
      }
    }
  }
}
