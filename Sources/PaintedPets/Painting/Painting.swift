/// Puts a scene together: what is behind, the pet, what is before it.
struct Painting {
  private let scene: PetScene
  private let noise: Noise
  private let side: Int
  private let model: PetModel
  private let projection: Projection
  /// Half as fine again as the picture, so that its edges are smooth.
  private let relief: Relief

  init(_ scene: PetScene, noise: Noise, hardness: Hardness, side: Int) {
    (self.scene, self.noise, self.side) = (scene, noise, side)
    model = PetModel(scene.breed, scene.pose, elevation: scene.framing.elevation)
    projection = Projection(model, scene.framing, hardness: hardness)
    relief = Relief(model.blobs, projection, side: side * 3 / 2)
  }

  /// The picture, and a mask whose alpha is 1 where the pet is seen.
  func layers() -> (picture: Raster, mask: Raster) {
    let sheet = Sheet(side: side)
    sheet.replace(with: background())
    let colors = Shading(relief, scene, noise).raster()
    let pet = colors.reduced(to: side)
    sheet.lay(pet)
    var dice = scene.details
    let hairs = FurStrokes(relief: relief, colors: colors, coat: scene.coat).dabs(&dice)
    sheet.paint(hairs)
    sheet.paint(FacePainter(model: model, scene: scene, projection: projection, relief: relief).dabs())
    let mask = Sheet(side: side)
    mask.replace(with: pet)
    mask.paint(hairs)
    for occluder in scene.occluders {
      let dabs = OccluderPainter(occluder: occluder, light: scene.light).dabs()
      sheet.paint(dabs)
      mask.erase(dabs)
    }
    return (sheet.raster, mask.raster)
  }

  private func background() -> Raster {
    let feet = projection.origin.y
    let horizon = scene.framing.cut == .portrait ? scene.backdrop.horizon : min(scene.backdrop.horizon, feet - 0.08)
    var raster = BackdropPainter(scene: scene, noise: noise, horizon: horizon).raster(side: side)
    GroundShadow(model: model, projection: projection, scene: scene).lay(on: &raster)
    return raster
  }
}
