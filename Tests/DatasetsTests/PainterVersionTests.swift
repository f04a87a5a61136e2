import Datasets
import PaintedPets
import Testing

/// The catalogue and the painter agree on whose pictures the samples are.
@Suite struct PainterVersionTests {
  @Test func theCatalogueWantsThePainterThatIsBuilt() {
    #expect(PetPainting.version == PetPainter.version)
  }

  @Test func noTwoSamplesArePaintedFromOneSeed() {
    let painters = Catalogue.standard.datasets.flatMap(\.editions).compactMap(\.tree).flatMap(\.places).filter {
      if case .painter = $0 { true } else { false }
    }
    #expect(painters.count == 2)
    #expect(Set(painters.map(\.description)).count == painters.count)
  }
}
