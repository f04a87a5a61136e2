extension OpenDataset {
  /// The images of an edition of cats and dogs.
  ///
  ///     let pets = try DataEnvironment.current.open("dogs-vs-cats").catsAndDogs()
  ///     pets.train.count    // 2000
  public func catsAndDogs() throws(DatasetError) -> CatsAndDogs {
    try CatsAndDogs(try manifest(), in: folder.path)
  }

  /// The images and trimaps of an edition of pets.
  ///
  ///     let pets = try DataEnvironment.current.open("oxford-pets").petsWithTrimaps()
  ///     let (train, validation) = pets.split(seed: 1337)
  public func petsWithTrimaps() throws(DatasetError) -> PetsWithTrimaps {
    try PetsWithTrimaps(try manifest(), in: folder.path)
  }

  private func manifest() throws(DatasetError) -> Manifest {
    if let tree { return tree }
    throw DatasetError(dataset.name, "it is not a folder of images", hint: "its files are read one by one")
  }
}
