#define _GNU_SOURCE
#include "CKernelGuard.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <ucontext.h>
#endif

// MARK: - State
// One kernel is one process that runs one block at a time, so the guard's state is the process's.

enum {
  max_libraries = 4096,
  max_frames = 256,
  max_recorded_throws = 4096,
  alternate_stack_bytes = 256 * 1024,
};

struct library {
  uintptr_t start, end;
};

static struct library libraries[max_libraries];
static int library_count;

static int message_descriptor = -1;
static pthread_t main_thread;
static uintptr_t stack_low;

static volatile sig_atomic_t is_running;
static bool expects_trap;
static sigjmp_buf way_back;
static struct quire_report report;
static int recorded_throws;

/// What a worker thread hands to the main thread, whose stack tells the block's line.
static volatile sig_atomic_t forwarded_signal;

// MARK: - Where the code of blocks lies

#ifdef __linux__
#include <link.h>

struct search {
  uintptr_t inside;
  struct library found;
};

static int examine_object(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  struct search *search = context;
  uintptr_t end = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
    uintptr_t top = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
    if (top > end) end = top;
  }
  if (search->inside < info->dlpi_addr || search->inside >= end) return 0;
  search->found = (struct library){info->dlpi_addr, end};
  return 1;
}

static struct library library_around(quire_entry entry) {
  struct search search = {(uintptr_t)entry, {0, 0}};
  dl_iterate_phdr(examine_object, &search);
  return search.found;
}
#else
static struct library library_around(quire_entry entry) {
  Dl_info info;
  if (dladdr((void *)entry, &info) == 0) return (struct library){0, 0};
  // The extent is not known here: a block's code is small.
  return (struct library){(uintptr_t)info.dli_fbase, (uintptr_t)info.dli_fbase + (4 << 20)};
}
#endif

void quire_guard_add_library(quire_entry entry) {
  if (library_count < max_libraries) libraries[library_count++] = library_around(entry);
}

static int library_of(uintptr_t address) {
  for (int i = 0; i < library_count; i++)
    if (address >= libraries[i].start && address < libraries[i].end) return i;
  return -1;
}

/// Keeps the addresses of the current stack that lie in blocks. `exact` is the address of a faulting instruction, or 0:
/// every other address follows a call, so one less lies in the call.
static void record_stack(uintptr_t exact) {
  void *frames[max_frames];
  int count = backtrace(frames, max_frames);
  report.count = 0;
  for (int i = 0; i < count && report.count < quire_max_addresses; i++) {
    uintptr_t address = (uintptr_t)frames[i];
    int library = library_of(address);
    if (library < 0) continue;
    report.libraries[report.count] = library;
    report.offsets[report.count] = address - libraries[library].start - (address == exact ? 0 : 1);
    report.count++;
  }
}

// MARK: - Reporting the end of the process
// Only functions that are safe in a signal handler: no allocation, no stdio.

struct line {
  char text[2048];
  size_t length;
};

static void append(struct line *line, const char *text) {
  size_t length = strlen(text);
  if (line->length + length > sizeof line->text) return;
  memcpy(line->text + line->length, text, length);
  line->length += length;
}

static void append_number(struct line *line, uint64_t number) {
  char digits[21];
  int at = sizeof digits - 1;
  digits[at] = 0;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  append(line, digits + at);
}

/// Writes a `KernelMessage.crashed` as JSON.
static void write_crash(int signal, bool stack_is_full) {
  struct line line = {.length = 0};
  append(&line, "{\"crashed\":{\"_0\":{\"signal\":");
  append_number(&line, (uint64_t)signal);
  append(&line, stack_is_full ? ",\"stackIsFull\":true" : ",\"stackIsFull\":false");
  append(&line, ",\"addresses\":[");
  for (int i = 0; i < report.count; i++) {
    append(&line, i == 0 ? "{\"library\":" : ",{\"library\":");
    append_number(&line, (uint64_t)report.libraries[i]);
    append(&line, ",\"offset\":");
    append_number(&line, report.offsets[i]);
    append(&line, "}");
  }
  append(&line, "]}}}\n");
  size_t done = 0;
  while (done < line.length) {
    ssize_t written = write(message_descriptor, line.text + done, line.length - done);
    if (written < 0 && errno != EINTR) return;
    if (written > 0) done += (size_t)written;
  }
}

/// Writes what the block printed and the C library still holds. `fflush` may wait for a lock in a signal handler.
static void rescue_printed_text(void) {
#ifdef __GLIBC__
  const char *start = stdout->_IO_write_base;
  ssize_t length = stdout->_IO_write_ptr - start;
  if (start != NULL && length > 0) {
    ssize_t ignored = write(STDOUT_FILENO, start, (size_t)length);
    (void)ignored;
  }
#endif
}

// MARK: - Signals

static uintptr_t faulting_instruction(void *context) {
#if defined(__linux__) && defined(__x86_64__)
  return (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__linux__) && defined(__aarch64__)
  return (uintptr_t)((ucontext_t *)context)->uc_mcontext.pc;
#else
  (void)context;
  return 0;
#endif
}

/// Whether an access missed the stack by less than a large frame.
static bool is_just_below_stack(int signal, siginfo_t *info) {
  if (signal != SIGSEGV && signal != SIGBUS) return false;
  uintptr_t address = (uintptr_t)info->si_addr;
  const uintptr_t margin = 1 << 20;
  return address + margin >= stack_low && address < stack_low + margin;
}

static bool can_be_survived(int signal) { return signal == SIGILL || signal == SIGTRAP || signal == SIGABRT; }

static void handle_signal(int signal, siginfo_t *info, void *context) {
  if (!pthread_equal(pthread_self(), main_thread)) {
    forwarded_signal = signal;
    pthread_kill(main_thread, SIGUSR2);
    for (;;) pause();
  }
  int original = signal == SIGUSR2 ? forwarded_signal : signal;
  if (!is_running) _exit(128 + original);
  record_stack(faulting_instruction(context));
  if (expects_trap && can_be_survived(signal)) {
    report.outcome = quire_trapped;
    report.signal = signal;
    siglongjmp(way_back, 1);
  }
  rescue_printed_text();
  write_crash(original, is_just_below_stack(signal, info));
  _exit(128 + original);
}

/// `exit` called by a block ends the process through here.
static void handle_exit(void) {
  if (!is_running) return;
  fflush(NULL);
  record_stack(0);
  write_crash(0, false);
}

/// The handlers run on a stack of their own, because the block's may be full.
static void install_signal_handlers(void) {
  static char alternate_stack[alternate_stack_bytes];
  stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = handle_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  // SIGTERM is how the book stops a block that takes too long: it learns the line where the block was.
  const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS, SIGXFSZ, SIGTERM, SIGUSR2};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
  signal(SIGINT, SIG_IGN);  // ctrl-C is for the book, which stops its kernels.
  signal(SIGPIPE, SIG_IGN);
}

// MARK: - Errors that Swift throws

extern void _swift_setWillThrowHandler(void (*handler)(void *));
extern bool _swift_disableExclusivityChecking;

/// Remembers where the last error was thrown. Only so many, because a stack walk costs microseconds.
static void note_throw(void *error) {
  (void)error;
  if (!is_running || !pthread_equal(pthread_self(), main_thread)) return;
  if (recorded_throws++ < max_recorded_throws) record_stack(0);
}

/// Blocks are linked with `--wrap=swift_errorInMain`, so an error that reaches their top level arrives here.
///
/// It must not return: the compiler put a trap behind the call. Jumping over the block's entry function is sound: its
/// variables are globals, and the error left every other Swift frame in the ordinary way before it came here.
void __wrap_swift_errorInMain(void *error) {
  report.outcome = quire_threw;
  report.error = error;
  siglongjmp(way_back, 1);
}

// MARK: - The process

static void find_stack(void) {
#ifdef __linux__
  pthread_attr_t attributes;
  void *low = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  stack_low = (uintptr_t)low;
#else
  stack_low = (uintptr_t)pthread_get_stackaddr_np(pthread_self()) - pthread_get_stacksize_np(pthread_self());
#endif
}

/// Ends with the parent, whatever ends the parent, and is the first to go where memory runs out.
static void tie_to_parent(void) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == 1) _exit(0);
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file >= 0) {
    ssize_t ignored = write(file, "1000", 4);
    (void)ignored;
    close(file);
  }
#endif
}

void quire_guard_install(int descriptor) {
  message_descriptor = descriptor;
  main_thread = pthread_self();
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  tie_to_parent();
  find_stack();
  void *frame;
  backtrace(&frame, 1);  // Loads the unwinder now: it may not be loaded inside a signal handler.
  install_signal_handlers();
  setvbuf(stdout, NULL, _IOLBF, 0);  // A kernel that is killed has lost no more than a line.
  atexit(handle_exit);
  _swift_setWillThrowHandler(note_throw);
}

void quire_guard_limit_memory(uint64_t bytes) {
  struct rlimit limit = {bytes, bytes};
  setrlimit(RLIMIT_DATA, &limit);
}

struct quire_report quire_guard_run(quire_entry entry, bool expects_error) {
  memset(&report, 0, sizeof report);
  recorded_throws = 0;
  expects_trap = expects_error;
  if (sigsetjmp(way_back, 1) == 0) {
    is_running = 1;
    entry(0, NULL);
    report.outcome = quire_ended;
  }
  is_running = 0;
  // A trap leaves accesses open that Swift's check of exclusive access would find for ever after.
  if (report.outcome == quire_trapped) _swift_disableExclusivityChecking = true;
  return report;
}

/// The number in a small file, or none.
static uint64_t number_in_file(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  unsigned long long number = 0;
  int found = fscanf(file, "%llu", &number);
  fclose(file);
  return found == 1 ? number : 0;
}

uint64_t quire_guard_available_memory(void) {
  uint64_t memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
  uint64_t limits[] = {
    number_in_file("/sys/fs/cgroup/memory.max"),
    number_in_file("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
  };
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    if (limits[i] > 0 && limits[i] < memory) memory = limits[i];
  return memory;
}

int quire_guard_take_requests(void) {
  int requests = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (requests < 0 || nothing < 0 || dup2(nothing, STDIN_FILENO) < 0) return -1;
  close(nothing);
  return requests;
}

bool quire_guard_redirect_output(const char *path) {
  fflush(NULL);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return false;
  bool done = dup2(file, STDOUT_FILENO) >= 0 && dup2(file, STDERR_FILENO) >= 0;
  close(file);
  return done;
}

int64_t quire_guard_output_size(void) {
  fflush(NULL);
  struct stat status;
  return fstat(STDOUT_FILENO, &status) == 0 ? (int64_t)status.st_size : 0;
}
