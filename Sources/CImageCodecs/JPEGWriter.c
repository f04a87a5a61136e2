#include <stdlib.h>
#include <string.h>

#include "JPEGErrors.h"

/// On the heap, because what lies on the stack may be lost by a jump.
struct jpeg_writer {
  struct jpeg_errors errors;
  struct jpeg_compress_struct library;
  unsigned char *bytes;
  unsigned long count;
};

static void write_pixels(
  struct jpeg_writer *writer, const uint8_t *pixels, int width, int height, int channels, int quality) {
  j_compress_ptr library = &writer->library;
  jpeg_create_compress(library);
  jpeg_mem_dest(library, &writer->bytes, &writer->count);
  library->image_width = (JDIMENSION)width;
  library->image_height = (JDIMENSION)height;
  library->input_components = channels;
  library->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(library);
  jpeg_set_quality(library, quality, TRUE);
  jpeg_start_compress(library, TRUE);
  while (library->next_scanline < library->image_height) {
    JSAMPROW row = (JSAMPROW)pixels + (size_t)library->next_scanline * (size_t)width * (size_t)channels;
    jpeg_write_scanlines(library, &row, 1);
  }
  jpeg_finish_compress(library);
}

enum quire_codec_status quire_jpeg_encode(
  const uint8_t *pixels, int width, int height, int channels, int quality, struct quire_encoded *encoded) {
  memset(encoded, 0, sizeof *encoded);
  struct jpeg_writer *writer = calloc(1, sizeof *writer);
  if (!writer) {
    snprintf(encoded->message, sizeof encoded->message, "There is no memory for it");
    return quire_codec_failed;
  }
  jpeg_errors_install(&writer->errors);
  writer->library.err = &writer->errors.base;
  if (setjmp(writer->errors.way_back) == 0) {
    write_pixels(writer, pixels, width, height, channels, quality);
  } else {
    memcpy(encoded->message, writer->errors.message, sizeof encoded->message);
  }
  enum quire_codec_status status = writer->errors.status;
  encoded->bytes = writer->bytes;
  encoded->count = writer->count;
  jpeg_destroy_compress(&writer->library);
  free(writer);
  return status;
}

void quire_encoded_free(struct quire_encoded *encoded) {
  free(encoded->bytes);
  encoded->bytes = NULL;
  encoded->count = 0;
}
