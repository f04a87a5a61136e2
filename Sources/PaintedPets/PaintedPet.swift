public import Tensors

/// A picture of a pet and where in it the pet is.
public struct PaintedPet: Equatable, Sendable {
  /// What is to be seen.
  public let species: Species
  /// [height, width, 3], red, green, blue from 0 to 255.
  public let image: Tensor<UInt8>
  /// [height, width, 1], the labels of Oxford's pets: 1 pet, 2 background, 3 the band round the pet's outline.
  public let trimap: Tensor<UInt8>
}
