extension Toolchain {
  /// The release alone, such as `6.3.1`.
  var release: String {
    guard let match = version.firstMatch(of: /Swift version (\S+)/) else { return version }
    return String(match.1)
  }
}
