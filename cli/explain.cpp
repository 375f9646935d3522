#include "cli/explain.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "base/diagnostic_printer.h"
#include "base/text.h"
#include "cli/examples.h"
#include "render/terminal/tables.h"

namespace cairn {
namespace {

constexpr std::string_view kGroups[] = {"Reading", "Names", "Numbers",
                                        "Model",   "Fixes", "Promises"};
constexpr std::size_t kGroupCount = std::size(kGroups);
constexpr std::size_t kNearEnough = 2;  // changed characters of a mistyped code
constexpr std::size_t kMostNear = 5;
constexpr std::size_t kProseWidth = 80;  // cells; paragraphs read best so

/// E404 -> 3: the hundreds are the group.
std::size_t group_of(const CodeInfo& info) {
  return std::min<std::size_t>(static_cast<std::size_t>(info.id[1] - '1'), kGroupCount - 1);
}

/// "E404": letters as capitals, without anything around it.
std::string normalise_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c >= 'a' && c <= 'z') {
      code += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      code += c;
    }
  }
  return code;
}

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    out += (line.empty() ? "" : "    ") + escape_for_display(line) + "\n";
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

/// The lines of an example under a heading such as "wrong".
std::string example_text(const ExampleSpec& example, std::string_view heading,
                         const TerminalStyle& style) {
  std::string title(heading);
  if (!example.says.empty()) title += fmt::format(" ({})", example.says);
  std::string out = "\n" + paint(title, Ink::bold, style) + "\n";
  if (!example.shown.empty()) out += "\n" + indented(example.shown);
  if (!example.shown_more.empty()) {
    out += "\n  and in fixes.journey\n\n" + indented(example.shown_more);
  }
  return out;
}

/// What cairn says of the wrong example, about this code only.
std::string message_on(const ExampleSpec& example, Code code, const TerminalStyle& style) {
  const JudgedExample judged = judge_example(example);
  for (const Diagnostic& diagnostic : judged.diagnostics.all()) {
    if (diagnostic.code == code) {
      return print_diagnostic(judged.project.files, diagnostic, style.use_colour, style.width);
    }
  }
  return "";
}

std::string fenced(const ExampleSpec& example, std::string_view heading) {
  std::string out = fmt::format("\n{}{}:\n", heading,
                                example.says.empty() ? "" : fmt::format(" ({})", example.says));
  if (!example.shown.empty()) out += "\n```text\n" + example.shown + "```\n";
  if (!example.shown_more.empty()) {
    out += "\nand in `fixes.journey`:\n\n```text\n" + example.shown_more + "```\n";
  }
  return out;
}

std::string section_of(const CodeInfo& info) {
  std::string out = fmt::format("\n### {} ({}): {}\n\n{}\n", info.id, severity_word(info.severity),
                                info.title, info.explanation);
  if (const auto wrong = find_example(info.code, true)) out += fenced(*wrong, "Wrong");
  if (const auto right = find_example(info.code, false)) out += fenced(*right, "Right");
  return out;
}

}  // namespace

std::optional<Code> find_code(std::string_view typed) {
  const std::string code = normalise_code(typed);
  for (const CodeInfo& info : all_codes()) {
    if (info.id == code) return info.code;
  }
  // `w404`, `404`: the number alone is enough, for no two codes share one.
  const std::size_t digits = std::min(code.find_first_of("0123456789"), code.size());
  if (digits > 1 || code.size() - digits != 3) return std::nullopt;
  for (const CodeInfo& info : all_codes()) {
    if (info.id.substr(1) == std::string_view(code).substr(digits)) return info.code;
  }
  return std::nullopt;
}

std::string near_codes(std::string_view typed) {
  const std::string code = normalise_code(typed.substr(0, 20));
  std::string found;
  for (std::size_t limit = 1, count = 0; limit <= kNearEnough && count == 0; ++limit) {
    for (const CodeInfo& info : all_codes()) {
      if (edit_distance(code, info.id, limit) > limit || count == kMostNear) continue;
      found += (count++ == 0 ? "" : ", ") + std::string(info.id);
    }
  }
  return found;
}

std::string explain_code(Code code, const TerminalStyle& style) {
  TerminalStyle prose = style;
  prose.width = std::min(style.width, kProseWidth);
  const CodeInfo& info = code_info(code);
  std::string out =
      paint(wrap(fmt::format("{} ({}): {}", info.id, severity_word(info.severity), info.title), 2,
                 style),
            Ink::bold, style) +
      "\n\n" + wrap(info.explanation, 0, prose) + "\n";
  if (const auto wrong = find_example(code, true)) {
    out += example_text(*wrong, "wrong", style);
    out += "\n  cairn says\n\n" + message_on(*wrong, code, style);
  }
  if (const auto right = find_example(code, false)) out += example_text(*right, "right", style);
  return out;
}

std::string list_codes(const TerminalStyle& style) {
  std::string out;
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    out += (group == 0 ? "" : "\n") + paint(kGroups[group], Ink::bold, style) + "\n";
    for (const CodeInfo& info : all_codes()) {
      if (group_of(info) == group)
        out += wrap(fmt::format("  {}  {}", info.id, info.title), 8, style) + "\n";
    }
  }
  return out + "\nE is an error, W a warning, N a note. `cairn explain E404` explains one.\n";
}

std::string explain_as_markdown() {
  std::string out =
      "# What cairn says, and why\n\n"
      "Made by `cairn explain --markdown`; change `base/diagnostic_codes.def` and `cli/examples/`, "
      "not "
      "this page.\n\n"
      "E is an error: the text has no single meaning, or the mathematics has no answer. W is a "
      "warning:\n"
      "the meaning is clear and probably not intended. N is a note. The examples show the lines "
      "that\n"
      "matter, not whole specs.\n";
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    out += fmt::format("\n## {}\n", kGroups[group]);
    for (const CodeInfo& info : all_codes()) {
      if (group_of(info) == group) out += section_of(info);
    }
  }
  return out;
}

}  // namespace cairn
