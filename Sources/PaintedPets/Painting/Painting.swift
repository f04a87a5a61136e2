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
    let pet = pet()
    var ground = background()
    ground.lay(pet)
    let sheet = Sheet(side: side)
    sheet.replace(with: ground)
    sheet.paint(FacePainter(model: model, scene: scene, projection: projection, relief: relief).dabs())
    let before = scene.occluders.flatMap { OccluderPainter(occluder: $0, light: scene.light).dabs() }
    sheet.paint(before)
    return (sheet.raster, before.isEmpty ? pet : erased(pet, before))
  }

  /// The pet alone, with its hairs.
  private func pet() -> Raster {
    let colors = Shading(relief, scene, noise).raster()
    var pet = colors.reduced(to: side)
    var dice = scene.details
    for hair in FurStrokes(relief: relief, colors: colors, coat: scene.coat).hairs(&dice) { pet.paint(hair) }
    return pet
  }

  private func erased(_ pet: Raster, _ dabs: [Dab]) -> Raster {
    let sheet = Sheet(side: side)
    sheet.replace(with: pet)
    sheet.erase(dabs)
    return sheet.raster
  }

  private func background() -> Raster {
    let feet = projection.origin.y
    let horizon = scene.framing.cut == .portrait ? scene.backdrop.horizon : min(scene.backdrop.horizon, feet - 0.08)
    var raster = BackdropPainter(scene: scene, noise: noise, horizon: horizon).raster(side: side)
    GroundShadow(model: model, projection: projection, scene: scene).lay(on: &raster)
    return raster
  }
}
