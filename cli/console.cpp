#include "cli/console.h"

#include <cerrno>
#include <chrono>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <langinfo.h>
#include <unistd.h>

namespace cairn {
namespace {

bool is_open(int descriptor) {
  return fcntl(descriptor, F_GETFD) != -1 || errno != EBADF;
}

bool has_utf8_locale() {
  std::setlocale(LC_CTYPE, "");
  const bool is_utf8 = std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  // Numbers are parsed and printed by the C locale only.
  std::setlocale(LC_CTYPE, "C");
  return is_utf8;
}

bool wants_colour(ColourChoice choice, int descriptor) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  if (terminal != nullptr && std::strcmp(terminal, "dumb") == 0) return false;
  return isatty(descriptor) == 1;
}

double now_seconds() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

}  // namespace

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  // The lowest free number is taken, so each closed stream is filled in order. Read-only for
  // stdout: a result that nobody can receive must fail to be written.
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (!is_open(descriptor)) {
      static_cast<void>(open("/dev/null", descriptor == 1 ? O_RDONLY : O_RDWR));
    }
  }
}

Console make_console(ColourChoice colour, bool use_ascii) {
  Console console;
  console.use_colour_out = wants_colour(colour, STDOUT_FILENO);
  console.use_colour_err = wants_colour(colour, STDERR_FILENO);
  console.use_ascii = use_ascii || (isatty(STDOUT_FILENO) == 1 && !has_utf8_locale());
  return console;
}

void print_result(Console& console, std::string_view text) {
  if (console.has_failed) return;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) console.has_failed = true;
}

void print_note(std::string_view text) {
  // Nowhere is left to say that stderr cannot be written.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

bool finish_output(Console& console) {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) console.has_failed = true;
  if (!console.has_failed) return true;
  const char* reason = errno != 0 ? std::strerror(errno) : "writing failed";
  print_note(fmt::format("cairn: cannot write the result: {}\n", reason));
  return false;
}

Stopwatch::Stopwatch(bool is_on) : is_on_(is_on), started_(now_seconds()) {}

void Stopwatch::lap(std::string_view step) {
  if (!is_on_) return;
  const double now = now_seconds();
  laps_.push_back({std::string(step), now - started_});
  started_ = now;
}

void Stopwatch::report() const {
  for (const Lap& lap : laps_) {
    print_note(fmt::format("{:>10.3f} s  {}\n", lap.seconds, lap.step));
  }
}

}  // namespace cairn
