import Plotting
import Testing

@Suite struct PaletteTests {
  @Test(arguments: Theme.allCases)
  func textAndSeriesStandOutFromThePage(theme: Theme) {
    let palette = theme.palette
    for color in [palette.ink, palette.mutedInk] + palette.series {
      #expect(color.contrast(with: palette.page) >= 4.5)
    }
    #expect(palette.axis.contrast(with: palette.page) >= 3)
  }

  @Test(arguments: Theme.allCases)
  func numbersStandOutFromTheirCells(theme: Theme) {
    for map in [theme.palette.sequential, theme.palette.mistakes, theme.palette.diverging, .viridis, .gray] {
      for step in 0...100 {
        let color = map(Double(step) / 100)
        #expect(color.readableInk.contrast(with: color) >= 4.5)
      }
    }
  }

  @Test(arguments: Theme.allCases)
  func nothingRecedesIntoThePage(theme: Theme) {
    let palette = theme.palette
    #expect(palette.sequential(0).contrast(with: palette.page) < 1.3)
    #expect(palette.mistakes(0).contrast(with: palette.page) < 1.3)
    #expect(palette.sequential(1).contrast(with: palette.page) > 7)
  }

  @Test func colormapsGoFromTheirFirstToTheirLastColour() {
    #expect(Colormap.gray(0) == .black)
    #expect(Colormap.gray(1) == .white)
    #expect(Colormap.gray(-5) == .black)
    #expect(Colormap.gray(.infinity) == .white)
    #expect(Colormap.gray(.nan) == Colormap.missing)
    #expect(Colormap.gray(0.5).isNear(Color(red: 0.5, green: 0.5, blue: 0.5)))
  }
}
