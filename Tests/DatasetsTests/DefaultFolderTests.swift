import Foundation
import Testing

import Datasets

@Suite struct DefaultFolderTests {
  private let home = URL(fileURLWithPath: "/home/reader")

  @Test(arguments: [
    (["QUIRE_DATA": "/data", "XDG_CACHE_HOME": "/caches"], "/data"),
    (["XDG_CACHE_HOME": "/caches"], "/caches/quire"),
    (["XDG_CACHE_HOME": ""], "/home/reader/.cache/quire"),
    ([:], "/home/reader/.cache/quire"),
  ])
  func variablesComeBeforeTheHomeFolder(environment: [String: String], path: String) {
    #if os(Linux)
      #expect(DataStore.defaultFolder(environment: environment, home: home).path == path)
    #endif
  }
}
