import Messages
import Notebook
import Plotting
import QuireRuntime
import Testing

/// What is shown in windows as narrow as a telephone's.
struct NarrowLayoutTests {
  private final class Recorder: OutputReceiver, @unchecked Sendable {
    var figures: [Messages.Figure] = []
    func receive(_ output: Output) {
      if case .figure(let figure) = output { figures.append(figure) }
    }
    func receive(_ progress: TrainingProgress) {}
    func receive(_ dependency: Dependency) {}
  }

  private func shown(_ drawing: any Drawable) throws -> Messages.Figure {
    let recorder = Recorder()
    try drawing.display(in: Session(receiver: recorder))
    return try #require(recorder.figures.first)
  }

  private func chart(width: Int = 560, height: Int = 240, series: Int = 1) -> Plotting.Figure {
    Figure(width: width, height: height, x: Axis("Epoch"), y: Axis("Loss")) {
      (0..<series).map { number in
        Line(x: 1...9, y: (1...9).map { Double($0 * number) }, label: "a series with a long name, number \(number)")
      }
    }
  }

  @Test func aChartIsLaidOutAnew() throws {
    let figure = try shown(chart())
    #expect(figure.wide.width == 560 && figure.narrow?.width == 350)
    #expect(try shown(chart(width: 350)).narrow == nil)
  }

  @Test func whatHasNoRoomThereIsShownAllTheSame() throws {
    let low = chart(height: 180, series: 6)
    #expect(throws: PlottingError.self) { try #require(low.fitted(to: 350)).png() }
    let figure = try shown(low)
    #expect(figure.wide.width == 560 && figure.narrow == nil)
  }

  @Test func picturesAreOnlyMadeSmaller() throws {
    let grid = ImageGrid(Tensor<UInt8>(zeros: [8, 28, 28]), columns: 8)
    #expect(try shown(grid).narrow == nil)
  }
}
