import Tensors
import Testing

/// What `print(np.array(elements, dtype).reshape(shape))` prints in NumPy 2.
@Suite struct TensorDescriptionTests {
  static let floats: [(Tensor<Float>, String)] = [
    (Tensor([], [2.5]), "2.5"),
    (Tensor([]), "[]"),
    (Tensor([0, 0.5, 1]), "[0.  0.5 1. ]"),
    (Tensor([1, 2, 3]), "[1. 2. 3.]"),
    (Tensor([2, 2], [1.5, -2, 3, 4.25]), "[[ 1.5  -2.  ]\n [ 3.    4.25]]"),
    (Tensor([1e-5, 2.5]), "[1.0e-05 2.5e+00]"),
    (Tensor([1e8, 1]), "[1.e+08 1.e+00]"),
    (Tensor([0.1, 1000]), "[1.e-01 1.e+03]"),
    (Tensor([1 / 3, 2 / 3, 100 / 3]), "[ 0.33333334  0.6666667  33.333332  ]"),
    (Tensor([.nan, .infinity, -.infinity, 1]), "[ nan  inf -inf   1.]"),
    (Tensor([-0.0, 0.001]), "[-0.     0.001]"),
    (Tensor([123456.789, 0.5]), "[1.2345679e+05 5.0000000e-01]"),
    (Tensor([1e-10, 1e10]), "[1.e-10 1.e+10]"),
    (Tensor([999.99999, 0.0001]), "[1.e+03 1.e-04]"),
    (
      Tensor([2, 3, 4], (0..<24).map { Float($0) }),
      """
      [[[ 0.  1.  2.  3.]
        [ 4.  5.  6.  7.]
        [ 8.  9. 10. 11.]]

       [[12. 13. 14. 15.]
        [16. 17. 18. 19.]
        [20. 21. 22. 23.]]]
      """
    ),
    (
      Tensor((0..<40).map { Float($0) / 7 }),
      """
      [0.         0.14285715 0.2857143  0.42857143 0.5714286  0.71428573
       0.85714287 1.         1.1428572  1.2857143  1.4285715  1.5714285
       1.7142857  1.8571428  2.         2.142857   2.2857144  2.4285715
       2.5714285  2.7142856  2.857143   3.         3.142857   3.2857144
       3.4285715  3.5714285  3.7142856  3.857143   4.         4.142857
       4.285714   4.428571   4.571429   4.714286   4.857143   5.
       5.142857   5.285714   5.428571   5.571429  ]
      """
    ),
  ]

  @Test(arguments: floats.indices)
  func floatsPrintAsInNumPy(_ index: Int) {
    let (tensor, text) = Self.floats[index]
    #expect(tensor.description == text)
  }

  @Test func integersPrintAsInNumPy() {
    #expect(Tensor<Int32>([2, 2], [1, -20, 300, 4]).description == "[[  1 -20]\n [300   4]]")
    #expect(Tensor<Int32>((0..<1100).map { $0 }).description == "[   0    1    2 ... 1097 1098 1099]")
    let thirty =
      "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n 24 25 26 27 28 29]"
    #expect(Tensor<Int32>((0..<30).map { $0 }).description == thirty)
  }

  @Test func largeTensorsAreAbbreviated() {
    let bytes = Tensor<UInt8>([40, 50], (0..<2000).map { UInt8(truncatingIfNeeded: $0) })
    let text = """
      [[  0   1   2 ...  47  48  49]
       [ 50  51  52 ...  97  98  99]
       [100 101 102 ... 147 148 149]
       ...
       [ 58  59  60 ... 105 106 107]
       [108 109 110 ... 155 156 157]
       [158 159 160 ... 205 206 207]]
      """
    #expect(bytes.description == text)
    let zeros = Tensor<Float>(zeros: [10, 10, 20]).description
    #expect(zeros.hasPrefix("[[[0. 0. 0. ... 0. 0. 0.]\n  [0. 0. 0."))
    #expect(zeros.contains("0.]]\n\n ...\n\n [["))
  }
}
