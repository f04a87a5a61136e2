import ArrayFiles
import FuzzDriver

/// Reads a `.npz` file: tensors or an `ArrayFileError`; anything else is a find.
let file = try FuzzFile("fuzz.npz")

fuzz { input in
  try file.with(input) {
    let arrays = try NPZ(file.url.path, limit: 1 << 20)
    for name in arrays.names { _ = try arrays.tensor(name, as: Float.self) }
  }
}
