import Tensors

extension Overlay {
  /// Where a predicted mask differs from the true one, over the image in light greys: what it missed, where it saw
  /// something in the background, and what it took for something else. The legend says how much each is.
  ///
  ///     Overlay.errorMap(photo, truth: trimap, prediction: probabilities, background: 1)
  ///
  /// - Parameters:
  ///   - image: as for an overlay.
  ///   - truth: a mask, as for an overlay.
  ///   - prediction: a mask of the same height and width.
  ///   - background: the class of nothing; nil if there is none, so that every error is one class taken for another.
  ///   - title: text above the image.
  ///   - width: of the image in CSS pixels.
  public static func errorMap<Pixel: Scalar, Label: Scalar, Answer: Scalar>(
    _ image: Tensor<Pixel>, truth: Tensor<Label>, prediction: Tensor<Answer>, background: Int? = nil,
    title: String = "", width: Int = 280
  ) -> Overlay {
    let content = Result { () throws(PlottingError) in
      let errors = try ClassMask.errors(
        truth: ClassMask(truth, of: "Overlay"), prediction: ClassMask(prediction, of: "Overlay"),
        background: background)
      let kinds = ErrorKind.allCases.filter { kind in kind != .right && errors.classes.contains(kind.rawValue) }
      return Content(
        image: try ColorImage(image, of: "Overlay").faded, mask: errors, alpha: 0.75,
        painted: kinds.map { ($0.rawValue, $0.name, .of($0)) },
        names: Dictionary(uniqueKeysWithValues: ErrorKind.allCases.map { ($0.rawValue, $0.name) }))
    }
    return Overlay(content, title: title, width: width, message: .errors)
  }

  /// An image, its true mask, the predicted one and the errors, below one legend of classes.
  ///
  /// - Parameters:
  ///   - classes: names by number.
  ///   - background: the class of nothing, which is not painted; nil if there is none.
  ///   - columns: how many stand side by side; 2 stay legible on a phone.
  ///   - width: of each image in CSS pixels.
  public static func comparison<Pixel: Scalar, Label: Scalar, Answer: Scalar>(
    _ image: Tensor<Pixel>, truth: Tensor<Label>, prediction: Tensor<Answer>, classes: [String] = [],
    background: Int? = nil, columns: Int = 2, width: Int = 220
  ) -> Panels {
    let hidden = Set([background].compactMap(\.self))
    func overlay(_ mask: Tensor<some Scalar>, _ title: String) -> Overlay {
      var overlay = Overlay(image, mask: mask, classes: classes, hidden: hidden, title: title, width: width)
      overlay.showsLegend = false
      return overlay
    }
    let masks = [overlay(truth, "truth"), overlay(prediction, "prediction")]
    let errors = errorMap(
      image, truth: truth, prediction: prediction, background: background, title: "errors", width: width)
    var entries: [Legend.Entry] = []
    for entry in masks.flatMap(\.legendEntries) where !entries.contains(entry) { entries.append(entry) }
    return Panels([plain(image, title: "image", width: width)] + masks + [errors], columns: columns, legend: entries)
  }

  /// The image alone.
  private static func plain(_ image: Tensor<some Scalar>, title: String, width: Int) -> Overlay {
    let content = Result { () throws(PlottingError) in
      let image = try ColorImage(image, of: "Overlay")
      let mask = ClassMask(height: 1, width: 1, classes: [0])
      return Content(image: image, mask: mask, alpha: 0, painted: [], names: [:])
    }
    return Overlay(content, title: title, width: width, message: .image)
  }
}
