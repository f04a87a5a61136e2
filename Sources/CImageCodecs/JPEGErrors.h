// How libjpeg's errors and warnings become a status and a message.

#ifndef QUIRE_JPEG_ERRORS_H
#define QUIRE_JPEG_ERRORS_H

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CImageCodecs.h"

/// `base` comes first: libjpeg passes its address.
struct jpeg_errors {
  struct jpeg_error_mgr base;
  jmp_buf way_back;
  enum quire_codec_status status;
  char message[quire_codec_message_length];
};

/// Sends errors, and warnings about damaged data, to `way_back`.
void jpeg_errors_install(struct jpeg_errors *errors);

/// Leaves for `way_back` with a message of our own.
_Noreturn void jpeg_errors_leave(struct jpeg_errors *errors, enum quire_codec_status status, const char *message);

#endif
