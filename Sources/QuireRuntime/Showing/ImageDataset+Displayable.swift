public import Notebook
public import Vision

extension ImageDataset: Displayable {
  /// Shows how many images of how many classes there are, and what was left out.
  public func display(in session: Session) { session.showDescription(description) }
}

extension SegmentationDataset: Displayable {
  /// Shows how many images with masks there are, and what was left out.
  public func display(in session: Session) { session.showDescription(description) }
}

extension DogsVsCats: Displayable {
  /// Shows the edition and how many images each part has.
  public func display(in session: Session) { session.showDescription(description) }
}

extension OxfordPets: Displayable {
  /// Shows the edition and how many images each part has.
  public func display(in session: Session) { session.showDescription(description) }
}
