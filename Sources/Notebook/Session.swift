internal import Foundation
package import Messages

/// Where a program's outputs go: to the book from a kernel, else to the terminal.
public final class Session: Sendable {
  /// The session of this process. A kernel installs its own before it runs the first block.
  public static var current: Session {
    get { installed.value }
    set { installed.value = newValue }
  }

  private static let installed = Locked(Session(receiver: TerminalReceiver()))

  private let receiver: any OutputReceiver
  private let parameters: [String: String]
  /// Where pictures are written; nil where nobody looks at them.
  private let images: ImageFolder?
  package let memo: MemoFolder?
  private let inlineValues = Locked<[String]>([])

  package init(
    receiver: any OutputReceiver, parameters: [String: String] = [:], images: ImageFolder? = nil,
    memo: MemoFolder? = nil
  ) {
    self.receiver = receiver
    self.parameters = parameters
    self.images = images
    self.memo = memo
  }

  /// Passes an output on.
  package func send(_ output: Output) { receiver.receive(output) }

  /// Passes on where a training run stands.
  package func send(_ progress: TrainingProgress) { receiver.receive(progress) }

  /// Notes that the program read something its results depend on.
  package func noteRead(_ dependency: Dependency) { receiver.receive(dependency) }
}

// MARK: - Showing

extension Session {
  /// Shows a value: a displayable one as it wishes, any other by its description.
  public func show<Value>(_ value: Value) {
    guard let displayable = value as? any Displayable else { return showDescription(describe(value)) }
    do {
      try displayable.display(in: self)
    } catch {
      showDescription("\(Value.self) cannot be shown: \(error)")
    }
  }

  /// Shows a text as the description of a value.
  public func showDescription(_ text: String) { send(.value(text)) }

  /// Shows a picture.
  /// - Parameters:
  ///   - picture: where there is room.
  ///   - narrow: in windows as narrow as a telephone's; nil where the other one is only made smaller.
  ///   - description: what the picture shows, for readers who do not see it.
  /// - Throws: if a file cannot be written.
  public func showPicture(_ picture: PictureFiles, narrow: PictureFiles? = nil, description: String?) throws {
    send(.figure(Figure(try store(picture), narrow: try narrow.map(store), description: description)))
  }

  private func store(_ files: PictureFiles) throws -> Picture {
    let light = try images?.store(files.light) ?? ""
    let dark = try files.dark.flatMap { try images?.store($0) }
    return Picture(light: light, dark: dark, width: files.width, height: files.height)
  }
}

// MARK: - Inline expressions

extension Session {
  /// Notes the value of an inline expression of the prose.
  package func noteInline(_ text: String) { inlineValues.update { $0.append(text) } }

  /// Passes on the inline values noted so far, as one output.
  package func sendInlineValues() {
    let values = inlineValues.update { list in
      defer { list = [] }
      return list
    }
    if !values.isEmpty { send(.inline(values)) }
  }
}

// MARK: - Parameters

extension Session {
  /// The value of a parameter of the chapter. The read is noted.
  package func parameter<Value: ParameterValue>(_ name: String) -> Value {
    guard let text = parameters[name] else { preconditionFailure("the chapter has no parameter `\(name)`") }
    noteRead(Dependency(kind: .parameter, name: name, fingerprint: text))
    guard let value = Value(parameter: text) else {
      preconditionFailure("parameter `\(name)` is `\(text)`, which is no \(Value.self)")
    }
    return value
  }
}
