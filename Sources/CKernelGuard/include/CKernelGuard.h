// Runs compiled blocks so that an error, a trap, a call of `exit` or a request to stop becomes a report.
//
// 1. `quire_guard_install` sets the limits and the signal handlers of the kernel process.
// 2. `quire_guard_add_library` says where a block's code lies, so that reports name places in blocks only.
// 3. `quire_guard_run` calls a block. It returns when the block ends, throws, or traps where that is expected.
// 4. Any other end of the process inside a block is written to the message descriptor as one line of JSON.
//
// This must be C: setjmp, signal handlers, prctl and the hooks of the Swift runtime are not available to Swift.

#ifndef C_KERNEL_GUARD_H
#define C_KERNEL_GUARD_H

#include <stdbool.h>
#include <stdint.h>

/// The entry point of a block.
typedef int (*quire_entry)(int, char **);

enum quire_outcome { quire_ended = 0, quire_threw = 1, quire_trapped = 2 };

enum { quire_max_addresses = 16 };

/// How a block ended, and where: pairs of library and offset, innermost first.
struct quire_report {
  enum quire_outcome outcome;
  /// The thrown error, a retained Swift error object; null unless the block threw.
  void *error;
  /// The signal of a trap.
  int signal;
  int count;
  int64_t libraries[quire_max_addresses];
  uint64_t offsets[quire_max_addresses];
};

/// Installs handlers that report to `message_descriptor`, and ties the life of this process to its parent's.
void quire_guard_install(int message_descriptor);

/// Lets this process allocate no more than so many bytes.
void quire_guard_limit_memory(uint64_t bytes);

/// Declares a loaded block, found by the address of its entry point. Libraries count from 0 in the order of the calls.
void quire_guard_add_library(quire_entry entry);

/// Runs a block. Where `expects_error`, a trap is survived and reported like a thrown error.
struct quire_report quire_guard_run(quire_entry entry, bool expects_error);

/// Bytes of physical memory that this process may use: the machine's, or less in a container.
uint64_t quire_guard_available_memory(void);

/// Takes the pipe of requests away from standard input, which becomes empty for blocks and their children. Returns its
/// descriptor, or -1.
int quire_guard_take_requests(void);

/// Sends everything that the process writes to standard output and error to a new file. Returns false if it cannot.
bool quire_guard_redirect_output(const char *path);

/// Flushes standard output and error and returns how many bytes the current file of output holds.
int64_t quire_guard_output_size(void);

#endif
