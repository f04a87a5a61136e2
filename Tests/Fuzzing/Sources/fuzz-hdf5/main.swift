import FuzzDriver
import HDF5

/// Reads whatever follows the signature of an HDF5 file: groups or an `HDF5Error`; anything else is a find.
let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
let file = try FuzzFile("fuzz.h5")

fuzz { input in
  try file.with(signature + input.dropFirst(signature.count)) { _ = try HDF5Group(contentsOf: file.url.path) }
}
