import ArrayFiles
import FuzzDriver

/// Reads whatever follows the magic of a `.npy` file: tensors or an `ArrayFileError`; anything else is a find.
let magic = [0x93] + Array("NUMPY".utf8)

fuzz { input in
  let array = try StoredArray(npy: magic + input.dropFirst(magic.count), name: "fuzz.npy")
  _ = try array.tensor(as: Float.self)
  _ = try array.tensor(as: Int32.self)
}
