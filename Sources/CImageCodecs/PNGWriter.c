#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

static png_uint_32 format(int channels) {
  switch (channels) {
    case 1: return PNG_FORMAT_GRAY;
    case 3: return PNG_FORMAT_RGB;
    default: return PNG_FORMAT_RGBA;
  }
}

/// libpng's simplified interface returns its errors; nothing jumps here.
enum quire_codec_status quire_png_encode(
  const uint8_t *pixels, int width, int height, int channels, struct quire_encoded *encoded) {
  memset(encoded, 0, sizeof *encoded);
  png_image image = {
    .version = PNG_IMAGE_VERSION,
    .width = (png_uint_32)width,
    .height = (png_uint_32)height,
    .format = format(channels),
  };
  png_alloc_size_t count = PNG_IMAGE_PNG_SIZE_MAX(image);
  encoded->bytes = malloc(count);
  bool is_done = encoded->bytes && png_image_write_to_memory(&image, encoded->bytes, &count, 0, pixels, 0, NULL);
  if (!is_done) {
    snprintf(encoded->message, sizeof encoded->message, "%s", encoded->bytes ? image.message : "there is no memory");
    return quire_codec_failed;
  }
  encoded->count = count;
  return quire_codec_done;
}
