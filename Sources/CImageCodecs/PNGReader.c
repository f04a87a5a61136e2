#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

struct quire_png_reader {
  jmp_buf way_back;
  png_structp library;
  png_infop info;
  const uint8_t *next;
  size_t left;
  enum quire_codec_status status;
  char message[quire_codec_message_length];
};

static _Noreturn void leave(png_structp library, png_const_charp message) {
  struct quire_png_reader *reader = png_get_error_ptr(library);
  if (reader->status == quire_codec_done) reader->status = quire_codec_failed;
  snprintf(reader->message, sizeof reader->message, "%s", message);
  longjmp(reader->way_back, 1);
}

/// Warnings are about what lies beside the pixels: profiles, dates and texts.
static void ignore(png_structp library, png_const_charp message) {
  (void)library;
  (void)message;
}

static void take(png_structp library, png_bytep target, size_t count) {
  struct quire_png_reader *reader = png_get_io_ptr(library);
  if (count > reader->left) {
    reader->status = quire_codec_cut_off;
    png_error(library, "the data end too early");
  }
  memcpy(target, reader->next, count);
  reader->next += count;
  reader->left -= count;
}

struct quire_png_reader *quire_png_reader_make(void) { return calloc(1, sizeof(struct quire_png_reader)); }

void quire_png_reader_free(struct quire_png_reader *reader) {
  if (!reader) return;
  if (reader->library) png_destroy_read_struct(&reader->library, &reader->info, NULL);
  free(reader);
}

const char *quire_png_reader_message(const struct quire_png_reader *reader) { return reader->message; }

/// Lets libpng look at nothing but the pixels, their palette and their transparency, and at images of any size: the
/// caller has a limit for that.
static void configure(png_structp library) {
  png_set_user_limits(library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
#ifdef PNG_HANDLE_AS_UNKNOWN_SUPPORTED
  png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
#endif
}

enum quire_codec_status quire_png_open(
  struct quire_png_reader *reader, const uint8_t *bytes, size_t count, struct quire_png_header *header) {
  reader->next = bytes;
  reader->left = count;
  if (setjmp(reader->way_back)) return reader->status;
  reader->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, leave, ignore);
  if (reader->library) reader->info = png_create_info_struct(reader->library);
  if (!reader->info) {
    snprintf(reader->message, sizeof reader->message, "there is no memory for it");
    return reader->status = quire_codec_failed;
  }
  configure(reader->library);
  png_set_read_fn(reader->library, reader, take);
  png_read_info(reader->library, reader->info);
  header->width = (int)png_get_image_width(reader->library, reader->info);
  header->height = (int)png_get_image_height(reader->library, reader->info);
  header->has_colors = (png_get_color_type(reader->library, reader->info) & PNG_COLOR_MASK_COLOR) != 0;
  return quire_codec_done;
}

/// Asks for samples of 8 bits. Returns the channels of a pixel.
static int convert(png_structp library, enum quire_samples samples) {
  png_set_expand(library);
  png_set_strip_16(library);
  if (samples != quire_grey) png_set_gray_to_rgb(library);
  if (samples == quire_rgba) {
    png_set_add_alpha(library, 0xFF, PNG_FILLER_AFTER);
    return 4;
  }
  png_set_strip_alpha(library);
  return samples == quire_grey ? 1 : 3;
}

enum quire_codec_status quire_png_read(
  struct quire_png_reader *reader, enum quire_samples samples, uint8_t *pixels, size_t stride) {
  png_structp library = reader->library;
  if (setjmp(reader->way_back)) return reader->status;
  int channels = convert(library, samples);
  int passes = png_set_interlace_handling(library);
  png_read_update_info(library, reader->info);
  size_t width = png_get_image_width(library, reader->info);
  png_uint_32 height = png_get_image_height(library, reader->info);
  size_t row_bytes = png_get_rowbytes(library, reader->info);
  if (row_bytes != width * (size_t)channels || row_bytes > stride) png_error(library, "the rows have another length");
  for (int pass = 0; pass < passes; pass++)
    for (png_uint_32 row = 0; row < height; row++) png_read_row(library, pixels + row * stride, NULL);
  png_read_end(library, NULL);
  return quire_codec_done;
}
