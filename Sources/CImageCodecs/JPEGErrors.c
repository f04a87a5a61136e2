#include "JPEGErrors.h"

#include <jerror.h>
#include <string.h>

_Noreturn void jpeg_errors_leave(struct jpeg_errors *errors, enum quire_codec_status status, const char *message) {
  errors->status = status;
  snprintf(errors->message, sizeof errors->message, "%s", message);
  longjmp(errors->way_back, 1);
}

static bool says_that_data_end(int code) {
  return code == JWRN_JPEG_EOF || code == JERR_INPUT_EOF || code == JERR_INPUT_EMPTY;
}

static void leave(j_common_ptr library) {
  struct jpeg_errors *errors = (struct jpeg_errors *)library->err;
  char message[JMSG_LENGTH_MAX];
  errors->base.format_message(library, message);
  jpeg_errors_leave(
    errors, says_that_data_end(errors->base.msg_code) ? quire_codec_cut_off : quire_codec_failed, message);
}

/// Whether a warning is about something beside the picture: bytes between its parts, or a version that is not known.
/// Cameras and editors write such files, and other programs read them without a word.
static bool is_harmless(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM || code == JWRN_BOGUS_ICC;
}

static void consider(j_common_ptr library, int level) {
  bool is_warning = level < 0;
  if (is_warning && !is_harmless(library->err->msg_code)) leave(library);
}

static void keep_silent(j_common_ptr library) { (void)library; }

void jpeg_errors_install(struct jpeg_errors *errors) {
  jpeg_std_error(&errors->base);
  errors->base.error_exit = leave;
  errors->base.emit_message = consider;
  errors->base.output_message = keep_silent;
}
