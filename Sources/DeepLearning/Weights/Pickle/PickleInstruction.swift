/// The instructions that a file of weights needs, by their byte; each as pickletools describes it.
enum PickleInstruction: UInt8 {
  /// The version of the format follows.
  case protocolVersion = 0x80
  /// Ends the program: the value on top is the result.
  case stop = 0x2E
  /// Marks a place of the stack.
  case mark = 0x28

  // Constants
  case none = 0x4E
  case newTrue = 0x88
  case newFalse = 0x89
  /// One byte without sign.
  case byteInteger = 0x4B
  /// Two bytes without sign.
  case shortInteger = 0x4D
  /// Four bytes with sign.
  case integer = 0x4A
  /// Four bytes of length, then UTF-8.
  case text = 0x58
  /// Four bytes of length, then the bytes.
  case bytes = 0x42
  /// One byte of length, then the bytes.
  case shortBytes = 0x43
  /// A module's name and one of its members', each ended by a line feed.
  case global = 0x63

  // Tuples
  /// Of everything above the last mark.
  case tuple = 0x74
  case tupleOfOne = 0x85
  case tupleOfTwo = 0x86
  case tupleOfThree = 0x87

  // Dictionaries
  case emptyDictionary = 0x7D
  /// Adds a key and its value to the dictionary below them.
  case setItem = 0x73
  /// Adds all keys and values above the last mark.
  case setItems = 0x75

  // Objects
  /// Calls what lies below a tuple of arguments.
  case reduce = 0x52
  /// Gives an object its state.
  case build = 0x62

  // Memory: the number of an entry follows
  case put = 0x71
  case get = 0x68
}
