// libjpeg and libpng for Swift: every call returns a status, and a message where it failed.
//
// This must be C: both libraries report errors by longjmp, which would jump over Swift frames without releasing what
// they hold. Here every jump starts and ends within one call.
//
// 1. `quire_jpeg_reader` and `quire_png_reader` read a file in memory: open, start, read rows, finish.
// 2. `quire_jpeg_encode` and `quire_png_encode` make a file in memory.
//
// Pixels are bytes in rows from top to bottom, channels interleaved.

#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum quire_codec_status {
  quire_codec_done = 0,
  /// The data are wrong; the message says how.
  quire_codec_failed = 1,
  /// The data end too early.
  quire_codec_cut_off = 2,
};

enum { quire_codec_message_length = 200 };

// MARK: - JPEG

/// How a pixel is delivered.
enum quire_samples { quire_grey = 0, quire_rgb = 1, quire_rgba = 2, quire_cmyk = 3 };

struct quire_jpeg_header {
  int width, height;
  /// Whether pixels are inks: only `quire_cmyk` can be delivered then.
  bool is_cmyk;
  /// Whether Adobe's marker is there, under which inks are stored inverted.
  bool has_adobe_marker;
  /// The contents of the first EXIF marker, from the TIFF header on; null if there is none. Valid until the next call.
  const uint8_t *exif;
  size_t exif_count;
};

/// Reads one file after another and keeps its tables in between.
struct quire_jpeg_reader;

/// Returns null if there is no memory.
struct quire_jpeg_reader *quire_jpeg_reader_make(void);
void quire_jpeg_reader_free(struct quire_jpeg_reader *reader);
/// What was wrong in the last call that failed.
const char *quire_jpeg_reader_message(const struct quire_jpeg_reader *reader);

/// Begins a file, whatever became of the one before. The bytes must stay until it is finished.
enum quire_codec_status quire_jpeg_open(
  struct quire_jpeg_reader *reader, const uint8_t *bytes, size_t count, struct quire_jpeg_header *header);
/// `is_fast` chooses a less accurate inverse transform, the one that TensorFlow takes unless told otherwise.
enum quire_codec_status quire_jpeg_start(struct quire_jpeg_reader *reader, enum quire_samples samples, bool is_fast);
/// Reads the next `count` rows to `pixels`, each `stride` bytes after the last.
enum quire_codec_status quire_jpeg_read(struct quire_jpeg_reader *reader, uint8_t *pixels, size_t stride, int count);
/// Checks that the file ends as it should, after all rows.
enum quire_codec_status quire_jpeg_finish(struct quire_jpeg_reader *reader);

// MARK: - PNG

struct quire_png_header {
  int width, height;
  /// Whether there are colours, in a palette or in the pixels.
  bool has_colors;
};

/// Reads one file.
struct quire_png_reader;

/// Returns null if there is no memory.
struct quire_png_reader *quire_png_reader_make(void);
void quire_png_reader_free(struct quire_png_reader *reader);
const char *quire_png_reader_message(const struct quire_png_reader *reader);

/// Begins the file. The bytes must stay until it is finished.
enum quire_codec_status quire_png_open(
  struct quire_png_reader *reader, const uint8_t *bytes, size_t count, struct quire_png_header *header);
/// Reads all rows. Samples of 16 bits lose their lower byte, those of fewer than 8 are spread over 0…255, palettes
/// become colours. `quire_grey` can be delivered only of a file without colours; other samples of any.
enum quire_codec_status quire_png_read(
  struct quire_png_reader *reader, enum quire_samples samples, uint8_t *pixels, size_t stride);

// MARK: - Encoding

/// A file in memory.
struct quire_encoded {
  uint8_t *bytes;
  size_t count;
  char message[quire_codec_message_length];
};

/// Makes a JPEG file of quality 1…100 of pixels with 1 or 3 channels; the caller frees it, also after a failure.
enum quire_codec_status quire_jpeg_encode(
  const uint8_t *pixels, int width, int height, int channels, int quality, struct quire_encoded *encoded);
/// Makes a PNG file of pixels with 1, 3 or 4 channels; the caller frees it, also after a failure.
enum quire_codec_status quire_png_encode(
  const uint8_t *pixels, int width, int height, int channels, struct quire_encoded *encoded);
void quire_encoded_free(struct quire_encoded *encoded);

#endif
