// Diagnostics for people: quoted lines with carets, or one line each.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/text_file.h"

namespace cairn {

struct DiagnosticStyle {
  bool use_colour = false;
  std::size_t most = 20;  // how many to show before "and 14 more (`--all`)"; 0 shows all
  // Cells of the terminal, so that carets stay below what they mark; 0: no terminal, words are
  // never broken into lines.
  std::size_t width = 0;
};

/// All diagnostics in the shape of language.md 6, each followed by an empty line. First line:
/// `shop.journey:71:14: error[E401]: the ways out of "cart" add up to 56%`.
/// Long lines are cut to a window around the span (at most 100 cells), so that a line of a megabyte
/// costs one screen line; labels of the same file are merged in line order with the main span.
std::string print_diagnostics(const TextFiles& files, const Diagnostics& diagnostics,
                              const DiagnosticStyle& style);

/// One diagnostic, same shape.
std::string print_diagnostic(const TextFiles& files, const Diagnostic& diagnostic, bool use_colour,
                             std::size_t width = 0);

/// Only the first line of each: for editors and `grep`.
std::string print_diagnostic_lines(const TextFiles& files, const Diagnostics& diagnostics,
                                   const DiagnosticStyle& style);

}  // namespace cairn
