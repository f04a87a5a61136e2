// Errors of numbers.
extension Metric {
  /// The mean of (p − t)².
  public static let meanSquaredError = Metric(.meanSquaredError, name: "mean_squared_error")

  /// The mean of |p − t|.
  public static let meanAbsoluteError = Metric(.meanAbsoluteError, name: "mean_absolute_error")
}
