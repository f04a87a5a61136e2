import Archives
import DeepLearning
import Foundation
import Testing

/// `.keras` files that cannot be read, that were made to do harm, or that were damaged.
struct KerasFileErrorTests {
  /// The members of a fixture.
  private func members(_ name: String) throws -> [String: [UInt8]] {
    let path = KerasCase.path(name)
    let reader = try ArchiveReader(name: path, .zip)
    try reader.open(file: path)
    var members: [String: [UInt8]] = [:]
    while let member = try reader.nextMember() { members[member] = try reader.content(limit: 1 << 22) }
    return members
  }

  private func write(_ members: [(String, [UInt8])], to path: String) throws {
    let zip = try ZipWriter(path: path)
    for (name, content) in members { try zip.add(name, content) }
    try zip.finish()
  }

  private func error(loading path: String) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) { try Model(contentsOf: path) }
  }

  @Test(arguments: [
    ("unknown_layer", "layer 'norm' (LayerNormalization) in outer/inner", "is a LayerNormalization"),
    ("unknown_option", "layer 'bound' (Dense) in outer", "kernel_constraint is"),
    ("operation", "layer 'add' (Add) in outer", "is keras.src.ops.numpy.Add"),
  ])
  func whatQuireLacksIsNamedWithItsPlace(_ name: String, _ place: String, _ problem: String) {
    let path = KerasCase.path("\(name).keras")
    let error = error(loading: path)
    #expect(error?.place == "\(path): \(place)")
    #expect(error?.problem.hasPrefix(problem) == true, "\(error?.problem ?? "")")
  }

  /// What is replaced in the configuration of `shared.keras` or `sequential.keras`, by what, and what the error says.
  static let changes: [(String, String, String, String)] = [
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["max", 0, 0]"#, "'max'"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["once", 7, 0]"#, "call 7"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["once", -1, 0]"#, "call -1"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["once", 0, 3]"#, "output 3"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["between", 0, 0]"#, "never give"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["once"]"#, "is called with"),
    ("shared", #""keras_history": ["once", 0, 0]"#, #""keras_history": ["twice", 0, 0]"#, "never give"),
    ("shared", #""name": "between", "trainable""#, #""name": "once", "trainable""#, "two layers are named"),
    ("shared", #""class_name": "Maximum""#, #""class_name": "Minimax""#, "is a Minimax"),
    ("shared", #""kernel_size": [3, 3]"#, #""kernel_size": [3, 300000000]"#, "holds 300000000"),
    ("shared", #""kernel_size": [3, 3]"#, #""kernel_size": [16777216, 16777216]"#, "needs a "),
    ("shared", #""kernel_size": [3, 3]"#, #""kernel_size": []"#, "kernel_size is"),
    ("shared", #""filters": 2"#, #""filters": 1000000"#, "needs a "),
    ("shared", #""filters": 2"#, #""filters": -2"#, "filters is -2"),
    ("shared", #""filters": 2"#, #""filters": 1e300"#, "filters is"),
    ("shared", #""filters": 2"#, #""filters": null"#, "filters is null"),
    ("shared", #""filters": 2"#, #""filters": 3"#, "needs a "),
    ("shared", "[null, 4, 4, 2]", "[null, null, null, 2]", "batch_shape is"),
    ("shared", "[null, 4, 4, 2]", "[null, 16777216, 16777216, 16777216]", "gives a shape"),
    ("shared", "[null, 4, 4, 2]", "[null, 0, 4, 2]", "shape is [0, 4, 2]"),
    ("shared", "[null, 4, 4, 2]", "7", "batch_shape is 7"),
    ("shared", #""output_layers""#, #""outputs""#, "has the option outputs"),
    ("shared", #""input_layers": ["input_layer", 0, 0]"#, #""input_layers": []"#, "input_layers is"),
    ("shared", #""input_layers": ["input_layer", 0, 0]"#, #""input_layers": ["once", 0, 0]"#, "not among the inputs"),
    ("shared", #""class_name": "Functional", "config""#, #""class_name": "MyModel", "config""#, "is a MyModel"),
    ("shared", #""class_name": "Functional", "config""#, #""class_name": "Functional", "conf""#, "no configuration"),
    ("sequential", #""class_name": "InputLayer""#, #""class_name": "Flatten""#, "batch_shape"),
    ("sequential", #""class_name": "UpSampling2D""#, #""class_name": "InputLayer""#, "has the option"),
    ("sequential", #""size": [2, 2]"#, #""size": [16777216, 16777216]"#, "gives a shape"),
    ("sequential", #""units": 2"#, #""units": 3"#, "needs a "),
    ("sequential", #""units": 2"#, #""units": 1"#, "has shape"),
    ("sequential", "{", "[", "is damaged"),
    ("sequential", "{", "", "is damaged"),
  ]

  @Test(arguments: changes.indices)
  func aHostileConfigurationIsAnError(_ index: Int) throws {
    let (name, old, new, problem) = Self.changes[index]
    try withTemporaryFolder { folder in
      let members = try members("\(name).keras")
      var config = String(decoding: try #require(members["config.json"]), as: UTF8.self)
      let place = try #require(config.range(of: old), "\(old) is not in \(name).keras")
      config.replaceSubrange(place, with: new)
      try write(
        [("config.json", Array(config.utf8)), ("model.weights.h5", members["model.weights.h5"] ?? [])],
        to: folder + "m.keras")
      let error = error(loading: folder + "m.keras")
      #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }
  }

  @Test func deepAndWideModelsAreRefused() throws {
    try withTemporaryFolder { folder in
      let weights = try #require(try members("shared.keras")["model.weights.h5"])
      let layer = #"{"class_name": "Activation", "config": {"name": "a", "activation": "relu"}}"#
      let input = #"{"class_name": "InputLayer", "config": {"batch_shape": [null, 2], "name": "i"}}"#
      let sequence = { (layers: String) in
        #"{"class_name": "Sequential", "config": {"name": "s", "layers": [\#(layers)]}}"#
      }
      let deep = (0..<100).reduce(layer) { inner, _ in sequence("\(input), \(inner)") }
      let wide = sequence(input + String(repeating: ", " + layer, count: 5000))
      for (config, problem) in [(deep, "models"), (wide, "too many layers")] {
        try write([("config.json", Array(config.utf8)), ("model.weights.h5", weights)], to: folder + "m.keras")
        let error = error(loading: folder + "m.keras")
        #expect(error?.description.contains(problem) == true, "\(error?.description.prefix(300) ?? "")")
      }
    }
  }

  /// A model in a model in a model, each called twice: 2^15 times the innermost model's five calls.
  @Test func callsThatMultiplyAreRefused() throws {
    try withTemporaryFolder { folder in
      var model = try Sequential(inputShape: [2], (0..<5).map { Activation(.tanh, name: "a\($0)") }, name: "m0")
      for level in 1...15 {
        let inputs = Input(shape: [2])
        model = try Model(inputs: inputs, outputs: model(model(inputs)), name: "m\(level)")
      }
      try model.save(to: folder + "m.keras")
      let error = error(loading: folder + "m.keras")
      #expect(error?.problem.contains("calls of layers") == true)
    }
  }

  @Test func aHostileZipIsAnError() throws {
    let members = try members("shared.keras")
    let (config, weights) = (members["config.json"] ?? [], members["model.weights.h5"] ?? [])
    let zeros = [UInt8](repeating: 0, count: 1000)
    let zips: [([(String, [UInt8])], String)] = [
      ([("config.json", config)], "has no model.weights.h5"),
      ([("model.weights.h5", weights)], "has no config.json"),
      ([("config.json", config), ("config.json", config), ("model.weights.h5", weights)], "twice"),
      ([("config.json", config), ("../model.weights.h5", weights)], "leads out"),
      ([("config.json", config), ("/model.weights.h5", weights)], "leads out"),
      ([("config.json", config), ("model.weights.h5", zeros)], "cannot be read as HDF5"),
      ([("config.json", config), ("model.weights.h5", [])], "cannot be read as HDF5"),
      ([], "has no config.json"),
    ]
    try withTemporaryFolder { folder in
      for (members, problem) in zips {
        try write(members, to: folder + "m.keras")
        let error = error(loading: folder + "m.keras")
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
      }
    }
    #expect(error(loading: "/nowhere/m.keras")?.place == "/nowhere/m.keras")
    #expect(error(loading: KerasCase.path("plain.h5"))?.expected == "a complete .keras file, which is a zip file")
  }

  @Test func everyCutFileIsAnError() throws {
    try withTemporaryFolder { folder in
      let bytes = try Data(contentsOf: URL(filePath: KerasCase.path("shared.keras")))
      for length in stride(from: 0, to: bytes.count, by: 61) {
        try bytes.prefix(length).write(to: URL(filePath: folder + "m.keras"))
        #expect(throws: DeepLearningError.self, "cut to \(length)") { try Model(contentsOf: folder + "m.keras") }
      }
    }
  }

  @Test func aDamagedFileNeverTraps() throws {
    try withTemporaryFolder { folder in
      let members = try members("shared.keras")
      let (config, weights) = (members["config.json"] ?? [], members["model.weights.h5"] ?? [])
      for position in stride(from: 0, to: config.count, by: 29) {
        var damaged = config
        damaged[position] ^= UInt8(1 << (position % 7))
        try write([("config.json", damaged), ("model.weights.h5", weights)], to: folder + "m.keras")
        _ = try? Model(contentsOf: folder + "m.keras")
      }
      for position in stride(from: 0, to: weights.count, by: 97) {
        var damaged = weights
        damaged[position] ^= 0xff
        try write([("config.json", config), ("model.weights.h5", damaged)], to: folder + "m.keras")
        _ = try? Model(contentsOf: folder + "m.keras")
      }
    }
  }
}
