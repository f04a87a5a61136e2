extension Dataset {
  /// Photographs of cats and dogs, 12,500 of each, or painted ones.
  ///
  /// Source: J. Elson, J. R. Douceur, J. Howell, J. Saul, "Asirra: a CAPTCHA that exploits interest-aligned manual image
  /// categorization", CCS 2007. Neither place states a checksum; sizes are what their servers announce.
  public static let dogsVsCats = Dataset(
    name: "dogs-vs-cats",
    title: "Photographs of cats and dogs",
    licence: "Microsoft Research data licence, for research and teaching; the painted sample: MIT, as Quire.",
    editions: [
      DatasetEdition(
        .full, examples: 25_000,
        tree: TreeContent(.catsAndDogs, places: [.web(microsoftsCatsAndDogs), .web(tensorFlowsCatsAndDogs)])),
      DatasetEdition(
        .sample, examples: 5_000,
        tree: TreeContent(.catsAndDogs, places: [.painter(PetPainting(of: "dogs-vs-cats", seed: 1337))])),
    ])

  private static let microsoftsCatsAndDogs = WebTree(
    of: "Microsoft's archive",
    address: "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/",
    archives: [DataFile("kagglecatsanddogs_5340.zip", bytes: 824_887_076, .size(824_887_076))])

  /// 1,000 images of each for training and 500 for validation, none for test.
  private static let tensorFlowsCatsAndDogs = WebTree(
    of: "TensorFlow's smaller archive", address: "https://storage.googleapis.com/mledu-datasets/",
    archives: [DataFile("cats_and_dogs_filtered.zip", bytes: 68_606_236, .size(68_606_236))])

  /// Photographs of 37 breeds of cats and dogs with trimaps, or painted ones: of another seed than those of `dogsVsCats`, so that
  /// no animal is in both.
  ///
  /// Source: O. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar, "Cats and Dogs", CVPR 2012.
  public static let oxfordPets = Dataset(
    name: "oxford-pets",
    title: "Oxford-IIIT pets with trimaps",
    licence: "Creative Commons Attribution-ShareAlike 4.0; Visual Geometry Group, Oxford; "
      + "the painted sample: MIT, as Quire.",
    editions: [
      DatasetEdition(.full, examples: 7_390, tree: TreeContent(.petsWithTrimaps, places: [.web(oxfordsPets)])),
      DatasetEdition(
        .sample, examples: 1_500,
        tree: TreeContent(.petsWithTrimaps, places: [.painter(PetPainting(of: "oxford-pets", seed: 2012))])),
    ])

  private static let oxfordsPets = WebTree(
    of: "Oxford's archives", address: "https://www.robots.ox.ac.uk/~vgg/data/pets/data/",
    archives: [
      DataFile("images.tar.gz", bytes: 791_918_971, .md5("5c4f3ee8e5d25df40f4fd59a7f44e54c")),
      DataFile("annotations.tar.gz", bytes: 19_173_078, .md5("95a8c909bbe2e81eed6a22bccdf3f68f")),
    ])
}
