#include <stdlib.h>
#include <string.h>

#include "JPEGErrors.h"

enum {
  /// A marker's greatest length.
  most_exif_bytes = 0xFFFF,
  /// A progressive file has about 10 scans. Each costs a pass over the whole image, so that a small file of thousands of
  /// empty ones would take hours.
  most_scans = 200,
  rows_a_call = 16,
};

struct quire_jpeg_reader {
  struct jpeg_errors errors;
  struct jpeg_decompress_struct library;
  struct jpeg_progress_mgr progress;
};

static void count_scans(j_common_ptr library) {
  if (library->is_decompressor && ((j_decompress_ptr)library)->input_scan_number > most_scans)
    jpeg_errors_leave((struct jpeg_errors *)library->err, quire_codec_failed, "it has too many scans");
}

struct quire_jpeg_reader *quire_jpeg_reader_make(void) {
  struct quire_jpeg_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  jpeg_errors_install(&reader->errors);
  reader->library.err = &reader->errors.base;
  if (setjmp(reader->errors.way_back)) {
    quire_jpeg_reader_free(reader);
    return NULL;
  }
  jpeg_create_decompress(&reader->library);
  reader->progress.progress_monitor = count_scans;
  reader->library.progress = &reader->progress;
  jpeg_save_markers(&reader->library, JPEG_APP0 + 1, most_exif_bytes);
  return reader;
}

void quire_jpeg_reader_free(struct quire_jpeg_reader *reader) {
  if (!reader) return;
  jpeg_destroy_decompress(&reader->library);
  free(reader);
}

const char *quire_jpeg_reader_message(const struct quire_jpeg_reader *reader) { return reader->errors.message; }

static void find_exif(j_decompress_ptr library, struct quire_jpeg_header *header) {
  static const uint8_t signature[6] = "Exif\0";
  for (jpeg_saved_marker_ptr marker = library->marker_list; marker; marker = marker->next) {
    if (marker->data_length < sizeof signature || memcmp(marker->data, signature, sizeof signature) != 0) continue;
    header->exif = marker->data + sizeof signature;
    header->exif_count = marker->data_length - sizeof signature;
    return;
  }
}

enum quire_codec_status quire_jpeg_open(
  struct quire_jpeg_reader *reader, const uint8_t *bytes, size_t count, struct quire_jpeg_header *header) {
  j_decompress_ptr library = &reader->library;
  if (setjmp(reader->errors.way_back)) return reader->errors.status;
  jpeg_abort_decompress(library);
  jpeg_mem_src(library, bytes, count);
  jpeg_read_header(library, TRUE);
  memset(header, 0, sizeof *header);
  header->width = (int)library->image_width;
  header->height = (int)library->image_height;
  header->is_cmyk = library->jpeg_color_space == JCS_CMYK || library->jpeg_color_space == JCS_YCCK;
  header->has_adobe_marker = library->saw_Adobe_marker;
  find_exif(library, header);
  return quire_codec_done;
}

static J_COLOR_SPACE color_space(enum quire_samples samples) {
  switch (samples) {
    case quire_grey: return JCS_GRAYSCALE;
    case quire_rgb: return JCS_RGB;
    case quire_rgba: return JCS_EXT_RGBA;
    case quire_cmyk: return JCS_CMYK;
  }
  return JCS_UNKNOWN;
}

enum quire_codec_status quire_jpeg_start(struct quire_jpeg_reader *reader, enum quire_samples samples, bool is_fast) {
  j_decompress_ptr library = &reader->library;
  if (setjmp(reader->errors.way_back)) return reader->errors.status;
  library->out_color_space = color_space(samples);
  library->dct_method = is_fast ? JDCT_IFAST : JDCT_ISLOW;
  // Pillow and TensorFlow interpolate colours between their samples, too.
  library->do_fancy_upsampling = TRUE;
  jpeg_start_decompress(library);
  return quire_codec_done;
}

enum quire_codec_status quire_jpeg_read(struct quire_jpeg_reader *reader, uint8_t *pixels, size_t stride, int count) {
  if (setjmp(reader->errors.way_back)) return reader->errors.status;
  for (int row = 0; row < count;) {
    JSAMPROW rows[rows_a_call];
    int wanted = count - row < rows_a_call ? count - row : rows_a_call;
    for (int i = 0; i < wanted; i++) rows[i] = pixels + (size_t)(row + i) * stride;
    JDIMENSION found = jpeg_read_scanlines(&reader->library, rows, (JDIMENSION)wanted);
    if (found == 0) jpeg_errors_leave(&reader->errors, quire_codec_cut_off, "There are no more rows");
    row += (int)found;
  }
  return quire_codec_done;
}

enum quire_codec_status quire_jpeg_finish(struct quire_jpeg_reader *reader) {
  if (setjmp(reader->errors.way_back)) return reader->errors.status;
  jpeg_finish_decompress(&reader->library);
  return quire_codec_done;
}
