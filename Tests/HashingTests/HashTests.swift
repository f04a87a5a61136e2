import Hashing
import Testing

/// The standards' own examples: RFC 1321, A.5, and FIPS 180-4's for SHA-256.
struct HashTests {
  private func hexadecimal(_ algorithm: Hash.Algorithm, _ pieces: String...) -> String {
    var hash = Hash(algorithm)
    for piece in pieces { hash.update(piece.utf8) }
    return hash.hexadecimal
  }

  @Test func standardsExamplesAreMet() {
    #expect(hexadecimal(.md5) == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(hexadecimal(.md5, "abc") == "900150983cd24fb0d6963f7d28e17f72")
    #expect(hexadecimal(.sha256) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hexadecimal(.sha256, "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func piecesAreOneText() {
    #expect(hexadecimal(.sha256, "a", "", "bc") == hexadecimal(.sha256, "abc"))
    #expect(Array("abc".utf8).sha256.hexadecimal == hexadecimal(.sha256, "abc"))
    #expect(AnySequence("abc".utf8).sha256.hexadecimal == hexadecimal(.sha256, "abc"))
  }

  @Test func aCopyGoesItsOwnWay() {
    var hash = Hash()
    hash.update("a".utf8)
    var copy = hash
    copy.update("x".utf8)
    hash.update("bc".utf8)
    #expect(hash.hexadecimal == hexadecimal(.sha256, "abc"))
    #expect(copy.hexadecimal == hexadecimal(.sha256, "ax"))
  }
}
