extension Dataset {
  /// 28 x 28 grey images of clothing, 60,000 for training and 10,000 for test, in the form of MNIST.
  ///
  /// Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", arXiv:1708.07747. The checksums are those of Debian's
  /// package, which compresses the same IDX files anew.
  public static let fashionMNIST = Dataset(
    name: "fashion-mnist",
    title: "Fashion-MNIST clothing images",
    licence: "MIT (Expat); Zalando SE, 2017.",
    editions: [
      DatasetEdition(
        .full,
        examples: 70_000,
        files: [
          DataFile(
            "train-images-idx3-ubyte.gz", bytes: 26_421_856,
            .sha256("b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7")),
          DataFile(
            "train-labels-idx1-ubyte.gz", bytes: 29_491,
            .sha256("0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056")),
          DataFile(
            "t10k-images-idx3-ubyte.gz", bytes: 4_422_079,
            .sha256("cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa")),
          DataFile(
            "t10k-labels-idx1-ubyte.gz", bytes: 5_125,
            .sha256("8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05")),
        ],
        places: [.installedDebianPackage("dataset-fashion-mnist"), .debianPackage("dataset-fashion-mnist")])
    ])
}
