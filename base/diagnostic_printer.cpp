#include "base/diagnostic_printer.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>
#include <vector>

#include "base/line_break.h"
#include "base/text.h"

namespace cairn {

namespace {

constexpr std::size_t kWidestQuote = 100;  // cells of a quoted line before it is cut
constexpr std::size_t kLeastCaption = 24;  // cells that words beside carets want

struct Paint {
  bool is_on = false;
  std::string operator()(const char* code, std::string_view text) const {
    return is_on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};
constexpr const char* kBold = "1";
constexpr const char* kDim = "2";
constexpr const char* kBlue = "34";
constexpr const char* kYellow = "33";
constexpr const char* kMagenta = "35";

/// One place on one line, ready to be underlined.
struct Mark {
  Span span;
  std::string text;
  bool is_main = false;
};

/// The part of a line that is shown: whole, or a window around the first mark if it is long.
struct Window {
  std::size_t begin = 0;  // byte offsets into the line
  std::size_t end = 0;
};

bool is_character_start(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// `most`: cells; as bytes they are never too many.
Window choose_window(std::string_view line, std::size_t mark_begin, std::size_t most) {
  if (line.size() <= most) return {0, line.size()};
  const std::size_t before = most * 2 / 5;
  Window window;
  window.begin = mark_begin > before ? mark_begin - before : 0;
  window.end = std::min(line.size(), window.begin + most);
  while (window.begin > 0 && !is_character_start(line[window.begin])) --window.begin;
  while (window.end < line.size() && !is_character_start(line[window.end])) ++window.end;
  return window;
}

std::string quote(std::string_view line, Window window) {
  std::string text = escape_for_display(line.substr(window.begin, window.end - window.begin));
  if (window.begin > 0) text = "…" + text;
  if (window.end < line.size()) text += "…";
  return text;
}

/// What stands below a quoted line: spaces, carets or dashes, words; at most `most` cells wide (0:
/// any), which may take several lines.
std::string underline(std::string_view line, Window window, std::size_t begin, std::size_t end,
                      const Mark& mark, std::size_t most, const Paint& paint) {
  begin = std::clamp(begin, window.begin, window.end);
  end = std::clamp(end, begin, window.end);
  const std::string before = escape_for_display(line.substr(window.begin, begin - window.begin));
  const std::size_t indent = display_width(before) + (window.begin > 0 ? 1 : 0);
  const std::size_t width =
      std::max<std::size_t>(1, display_width(escape_for_display(line.substr(begin, end - begin))));
  std::string marks(width, mark.is_main ? '^' : '-');
  const char* colour = mark.is_main ? kYellow : kBlue;
  if (mark.text.empty()) return std::string(indent, ' ') + paint(colour, marks);
  const std::size_t column = indent + width + 1;
  const std::size_t words = display_width(mark.text);
  // Beside the carets where the words fit there in a line or a few, else below them.
  if (most == 0 || column + words <= most || most >= column + kLeastCaption) {
    const std::string text = std::string(indent, ' ') + marks + " " + mark.text;
    const std::string shown = most == 0 ? text : break_line(text, column, most);
    return std::string(indent, ' ') + paint(colour, std::string_view(shown).substr(indent));
  }
  const std::size_t from = std::min(indent, most > words ? most - words : 0);
  return std::string(indent, ' ') + paint(colour, marks) + "\n" + std::string(from, ' ') +
         paint(colour, break_line(mark.text, from, most - std::min(from, most)));
}

/// `shop.journey:71:14: error[E401]: the ways out of "cart" add up to 56%`
std::string first_line(const TextFiles& files, const Diagnostic& diagnostic, const Paint& paint) {
  std::string out;
  if (diagnostic.span.is_valid()) {
    const TextFile& file = files[diagnostic.span.file];
    const Position at = position_of(file, diagnostic.span.begin);
    out = paint(kMagenta,
                fmt::format("{}:{}:{}:", escape_for_display(file.path), at.line, at.column)) +
          " ";
  }
  const CodeInfo& info = code_info(diagnostic.code);
  out += paint(info.severity == Severity::note ? kDim : kYellow,
               fmt::format("{}[{}]:", severity_word(info.severity), info.id));
  return out + " " + paint(kBold, escape_for_display(diagnostic.message)) + "\n";
}

class Writer {
 public:
  Writer(const TextFiles& files, const Diagnostic& diagnostic, const Paint& paint,
         std::size_t width)
      : files_(files), diagnostic_(diagnostic), paint_(paint), width_(width) {}

  std::string write() {
    out_ = first_line(files_, diagnostic_, paint_);
    if (diagnostic_.span.is_valid()) write_quotes();
    for (const std::string& note : diagnostic_.notes) out_ += escape_for_display(note) + "\n";
    write_help();
    return std::move(out_);
  }

 private:
  /// Marks by file (the main one first) and line.
  std::vector<std::pair<FileId, std::map<std::uint32_t, std::vector<Mark>>>> collect_marks() const {
    std::vector<std::pair<FileId, std::map<std::uint32_t, std::vector<Mark>>>> by_file;
    const auto put = [&](Mark mark) {
      auto found = std::find_if(by_file.begin(), by_file.end(),
                                [&](const auto& entry) { return entry.first == mark.span.file; });
      if (found == by_file.end()) {
        by_file.push_back({mark.span.file, {}});
        found = by_file.end() - 1;
      }
      const std::uint32_t line = position_of(files_[mark.span.file], mark.span.begin).line;
      found->second[line].push_back(std::move(mark));
    };
    put({diagnostic_.span, escape_for_display(diagnostic_.caption), true});
    for (const Label& label : diagnostic_.labels) {
      if (label.span.is_valid()) put({label.span, escape_for_display(label.text), false});
    }
    return by_file;
  }

  void write_quotes() {
    const auto by_file = collect_marks();
    std::uint32_t last_line = 1;
    for (const auto& [file, lines] : by_file)
      last_line = std::max(last_line, lines.rbegin()->first);
    margin_ = std::max<std::size_t>(2, fmt::formatted_size("{}", last_line));
    const std::string bar = std::string(margin_, ' ') + " |";
    for (const auto& [file, lines] : by_file) {
      if (file != diagnostic_.span.file) {
        out_ += paint_(kDim, fmt::format("{} in {}", std::string(margin_, ' '),
                                         escape_for_display(files_[file].path))) +
                "\n";
      }
      out_ += paint_(kDim, bar) + "\n";
      for (const auto& [line, marks] : lines) write_line(files_[file], line, marks, bar);
      out_ += paint_(kDim, bar) + "\n";
    }
  }

  void write_line(const TextFile& file, std::uint32_t number, const std::vector<Mark>& marks,
                  const std::string& bar) {
    const std::string_view line = line_text(file, number);
    const std::size_t line_begin = file.line_starts[number - 1];
    const auto offset = [&](std::uint32_t byte) {
      return std::min<std::size_t>(byte - std::min<std::size_t>(byte, line_begin), line.size());
    };
    const Window window = choose_window(line, offset(marks.front().span.begin), widest_quote());
    out_ +=
        paint_(kDim, fmt::format("{:>{}} |", number, margin_)) + " " + quote(line, window) + "\n";
    for (const Mark& mark : marks) {
      if (!mark.is_main && mark.text.empty()) continue;
      std::string_view below;
      const std::string lines = underline(line, window, offset(mark.span.begin),
                                          offset(mark.span.end), mark, room(), paint_);
      for (below = lines; !below.empty();) {
        const std::size_t end = std::min(below.find('\n'), below.size());
        out_ += paint_(kDim, bar) + " " + std::string(below.substr(0, end)) + "\n";
        below.remove_prefix(std::min(end + 1, below.size()));
      }
    }
  }

  /// Cells right of the bar; 0: any number.
  std::size_t room() const {
    const std::size_t taken = margin_ + 3;
    return width_ == 0 ? 0 : std::max(width_, taken + kLeastCaption) - taken;
  }

  /// Two cells are kept for the signs of what is cut.
  std::size_t widest_quote() const {
    return width_ == 0 ? kWidestQuote : std::min(kWidestQuote, room() - 2);
  }

  void write_help() {
    for (std::size_t i = 0; i < diagnostic_.help.size(); ++i) {
      const std::string text = escape_for_display(diagnostic_.help[i]);
      out_ += i == 0 ? paint_(kBold, "help:") + " " + text + "\n" : "   " + text + "\n";
    }
  }

  const TextFiles& files_;
  const Diagnostic& diagnostic_;
  Paint paint_;
  std::size_t width_ = 0;
  std::size_t margin_ = 2;
  std::string out_;
};

struct Shown {
  std::vector<const Diagnostic*> diagnostics;
  std::size_t left_out = 0;
};

/// At most `most` of them (0: all); errors go first where not everything is shown.
Shown choose_shown(const Diagnostics& diagnostics, std::size_t most) {
  Shown shown;
  for (const Diagnostic& diagnostic : diagnostics.all()) shown.diagnostics.push_back(&diagnostic);
  if (most == 0 || shown.diagnostics.size() <= most) return shown;
  std::stable_sort(shown.diagnostics.begin(), shown.diagnostics.end(),
                   [](const Diagnostic* a, const Diagnostic* b) {
                     return severity_of(a->code) < severity_of(b->code);
                   });
  shown.left_out = shown.diagnostics.size() - most;
  shown.diagnostics.resize(most);
  return shown;
}

std::string words_for_rest(std::size_t left_out) {
  if (left_out == 0) return "";
  return fmt::format("and {} more (`--all`)\n", format_count(static_cast<std::int64_t>(left_out)));
}

}  // namespace

std::string print_diagnostic(const TextFiles& files, const Diagnostic& diagnostic, bool use_colour,
                             std::size_t width) {
  return Writer(files, diagnostic, Paint{use_colour}, width).write();
}

std::string print_diagnostics(const TextFiles& files, const Diagnostics& diagnostics,
                              const DiagnosticStyle& style) {
  const Shown shown = choose_shown(diagnostics, style.most);
  std::string out;
  for (const Diagnostic* diagnostic : shown.diagnostics) {
    out += print_diagnostic(files, *diagnostic, style.use_colour, style.width) + "\n";
  }
  return out + words_for_rest(shown.left_out);
}

std::string print_diagnostic_lines(const TextFiles& files, const Diagnostics& diagnostics,
                                   const DiagnosticStyle& style) {
  const Shown shown = choose_shown(diagnostics, style.most);
  std::string out;
  for (const Diagnostic* diagnostic : shown.diagnostics) {
    out += first_line(files, *diagnostic, Paint{style.use_colour});
  }
  return out + words_for_rest(shown.left_out);
}

}  // namespace cairn
