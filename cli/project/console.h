// Where output goes: results to stdout, everything else to stderr, and no failure unnoticed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/options/options.h"
#include "render/terminal/tables.h"

namespace cairn {

/// Makes a closed pipe an error of the write instead of the death of the program, and keeps files
/// that are opened later from taking the number of a stream that the caller has closed.
void prepare_streams();

struct Console {
  bool use_colour_out = false;  // colour on stdout
  bool use_colour_err = false;  // colour on stderr
  bool use_ascii = false;
  // Cells of a line of stdout and of stderr; 0: no terminal, lines are not broken.
  std::size_t width = 0;
  std::size_t note_width = 0;
  bool can_show_progress = false;  // stderr is a terminal that can take a line back
  bool has_failed = false;         // some result could not be written
};

/// Colour only on a terminal, with NO_COLOR unset and TERM not "dumb"; ASCII by default only on a
/// terminal whose locale is not UTF-8; as wide as the terminal, at most 100 cells. What is piped
/// depends on neither. Also sets how print_note writes.
Console make_console(ColourChoice colour, bool use_ascii);

/// How reports look on stdout: 100 cells wide where that is no terminal.
TerminalStyle terminal_style(const Console& console);

/// A result, to stdout.
void print_result(Console& console, std::string_view text);
/// A result for people: in plain characters where asked for, no line wider than a terminal.
void print_report(Console& console, std::string_view text);
/// Lines of a spec, as in a diff: what could move the cursor is written out, tabs stay.
void print_source(Console& console, std::string_view text);
/// Data for another program: its bytes, but on a terminal like lines of a spec.
void print_data(Console& console, std::string_view text);
/// Help, with descriptions of options that stay in their column.
void print_help(Console& console, std::string_view text);
/// Anything else, to stderr; on a terminal, lines are broken to its width.
void print_note(std::string_view text);

/// Flushes stdout. Says so and returns false if any of the results could not be written.
bool finish_output(Console& console);

/// Seconds per step of a command, for --timings.
class Stopwatch {
 public:
  explicit Stopwatch(bool is_on);
  /// Ends a step that began with the last call (or with the stopwatch).
  void lap(std::string_view step);
  /// Prints all steps to stderr.
  void report() const;

 private:
  struct Lap {
    std::string step;
    double seconds;
  };
  bool is_on_;
  double started_ = 0;
  std::vector<Lap> laps_;
};

}  // namespace cairn
