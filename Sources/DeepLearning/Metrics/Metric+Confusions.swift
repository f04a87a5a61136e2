// What is computed from how often one answer is taken for another.
extension Metric {
  /// True positives over all outputs above 0.5; 0 if there are none.
  public static let precision = precision()

  /// True positives over all outputs above a threshold; 0 if there are none. Targets other than 0 are positive.
  ///
  /// - Parameters:
  ///   - threshold: the probability above which an example counts as positive.
  ///   - classID: the only class that counts; with integer labels it is needed.
  ///   - name: the name under which the history keeps it.
  public static func precision(
    threshold: Double = 0.5, classID: Int? = nil, name: String = "precision"
  ) -> Metric {
    Metric(.precision(threshold: threshold, classID: classID), name: name)
  }

  /// True positives, outputs being above 0.5, over all positive targets; 0 if there are none.
  public static let recall = recall()

  /// True positives, outputs being above a threshold, over all positive targets; 0 if there are none.
  ///
  /// - Parameters:
  ///   - threshold: the probability above which an example counts as positive.
  ///   - classID: the only class that counts; with integer labels it is needed.
  ///   - name: the name under which the history keeps it.
  public static func recall(threshold: Double = 0.5, classID: Int? = nil, name: String = "recall") -> Metric {
    Metric(.recall(threshold: threshold, classID: classID), name: name)
  }

  /// The area under the ROC curve by 200 thresholds.
  public static let auc = auc()

  /// The area under a curve of yes-or-no outputs between 0 and 1, as Keras' `AUC`: trapezoids between thresholds i/(n − 1)
  /// for ROC, and for precision and recall the interpolation of Davis and Goadrich (2006).
  public static func auc(curve: AUCCurve = .roc, numThresholds: Int = 200, name: String = "auc") -> Metric {
    Metric(.auc(curve, thresholds: numThresholds), name: name)
  }

  /// Intersection over union, averaged over some classes: true positives / (true + false positives + false negatives).
  ///
  /// Classes that occur neither in targets nor in predictions do not count.
  /// - Parameters:
  ///   - numClasses: the number of classes.
  ///   - targetClassIDs: the classes whose mean is taken.
  ///   - sparseYTrue: whether targets are classes rather than one number for each class.
  ///   - sparseYPred: whether outputs are classes rather than scores, of which the greatest names the class.
  ///   - name: the name under which the history keeps it.
  public static func iou(
    numClasses: Int, targetClassIDs: [Int], sparseYTrue: Bool = true, sparseYPred: Bool = true, name: String = "io_u"
  ) -> Metric {
    Metric(
      .iou(
        classes: numClasses, targets: targetClassIDs, sparseTrue: sparseYTrue,
        prediction: sparseYPred ? .value : .greatest), name: name)
  }

  /// Intersection over union, averaged over all classes.
  ///
  /// - Parameters:
  ///   - numClasses: the number of classes.
  ///   - sparseYTrue: whether targets are classes rather than one number for each class.
  ///   - sparseYPred: whether outputs are classes rather than scores, of which the greatest names the class.
  ///   - name: the name under which the history keeps it.
  public static func meanIoU(
    numClasses: Int, sparseYTrue: Bool = true, sparseYPred: Bool = true, name: String = "mean_io_u"
  ) -> Metric {
    iou(
      numClasses: numClasses, targetClassIDs: Array(0..<max(numClasses, 0)), sparseYTrue: sparseYTrue,
      sparseYPred: sparseYPred, name: name)
  }

  /// Intersection over union of yes-or-no outputs, yes being an output of at least the threshold.
  public static func binaryIoU(
    targetClassIDs: [Int] = [0, 1], threshold: Double = 0.5, name: String = "binary_io_u"
  ) -> Metric {
    Metric(
      .iou(classes: 2, targets: targetClassIDs, sparseTrue: true, prediction: .threshold(threshold)), name: name)
  }
}
