import ArrayFiles
import FuzzDriver

/// Reads an IDX file: tensors or an `ArrayFileError`; anything else is a find.
fuzz { input in
  let array = try StoredArray(idx: [0, 0] + input.dropFirst(2), name: "fuzz.idx")
  _ = try array.tensor(as: Float.self)
  _ = try array.tensor(as: UInt8.self)
}
