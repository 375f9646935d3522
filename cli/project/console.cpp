#include "cli/project/console.h"

#include <algorithm>
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
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/line_break.h"
#include "base/text.h"

namespace cairn {
namespace {

constexpr std::size_t kFullWidth = 100;  // cells; longer lines are hard to read
constexpr std::size_t kLeastWidth = 40;  // below it nothing would be left of names

constexpr std::size_t kHelpColumn = 26;  // where descriptions of options begin (options.cpp)

/// How notes look: they come from everywhere, also from where no console is at hand.
struct NoteStyle {
  bool use_ascii = false;
  std::size_t width = 0;  // 0: lines stay as they are
};
NoteStyle note_style;

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

/// Cells of a line on a terminal; nothing else has a width.
std::size_t terminal_width(int descriptor) {
  winsize size{};
  std::size_t cells = 0;
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0) cells = size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  if (cells == 0 && columns != nullptr) cells = parse_count(columns).value_or(0);
  return cells == 0 ? kFullWidth : std::clamp(cells, kLeastWidth, kFullWidth);
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
  const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  const bool is_plain = use_ascii || !has_utf8_locale();
  console.use_ascii = use_ascii || (is_terminal && is_plain);
  if (is_terminal) console.width = terminal_width(STDOUT_FILENO);
  const bool has_screen = isatty(STDERR_FILENO) == 1;
  note_style.use_ascii = use_ascii || (has_screen && is_plain);
  note_style.width = has_screen ? terminal_width(STDERR_FILENO) : 0;
  console.note_width = note_style.width;
  const char* terminal = std::getenv("TERM");
  console.can_show_progress =
      has_screen && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
  return console;
}

TerminalStyle terminal_style(const Console& console) {
  return {console.use_colour_out, console.use_ascii,
          console.width == 0 ? kFullWidth : console.width};
}

void print_result(Console& console, std::string_view text) {
  if (console.has_failed) return;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) console.has_failed = true;
}

void print_report(Console& console, std::string_view text) {
  std::string shown(text);
  if (console.width > 0) shown = break_lines(shown, console.width);
  print_result(console, console.use_ascii ? to_ascii(shown) : shown);
}

void print_source(Console& console, std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\n\t"), text.size());
    shown += escape_for_display(text.substr(0, end));
    if (end < text.size()) shown += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  print_result(console, shown);
}

void print_data(Console& console, std::string_view text) {
  if (console.width == 0) return print_result(console, text);
  print_source(console, text);
}

void print_help(Console& console, std::string_view text) {
  if (console.width == 0) return print_result(console, text);
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const bool has_columns = line.size() > kHelpColumn && line.substr(0, 2) == "  ";
    shown += break_line(line, has_columns ? kHelpColumn : 0, console.width) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  print_report(console, shown);
}

void print_note(std::string_view text) {
  std::string shown(text);
  if (note_style.width > 0) shown = break_lines(shown, note_style.width);
  if (note_style.use_ascii) shown = to_ascii(shown);
  // Nowhere is left to say that stderr cannot be written.
  static_cast<void>(std::fwrite(shown.data(), 1, shown.size(), stderr));
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
