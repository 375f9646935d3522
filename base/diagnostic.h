// What is wrong with a user's text, as data; printing is base/diagnostic_printer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "base/text_edit.h"

namespace cairn {

enum class Severity : std::uint8_t { error, warning, note };

/// One enumerator per row of diagnostic_codes.def.
enum class Code : std::uint16_t {
#define CAIRN_CODE(id, severity, title, explanation) id,
#include "base/diagnostic_codes.def"
#undef CAIRN_CODE
};

struct CodeInfo {
  Code code;
  std::string_view id;  // "E404"
  Severity severity;
  std::string_view title;
  std::string_view explanation;
};

/// All codes, in the order of the table.
const std::vector<CodeInfo>& all_codes();
const CodeInfo& code_info(Code code);

/// A further place that conspired, with the words that stand under its line.
struct Label {
  Span span;
  std::string text{};
};

/// Edits that would mend the text. A safe one cannot change what was meant.
struct Repair {
  std::vector<TextEdit> edits;
  bool is_safe = false;
};

/// One mistake: one root cause, one diagnostic.
/// Wording: lower case, no full stop; names in quotes, code in backticks; what was found, then the
/// rule; the actual number beside the number it should be.
struct Diagnostic {
  Code code;
  Span span{};                       // the narrowest wrong piece; may be invalid (no place to show)
  std::string message{};             // stands in the first line, after "error[E404]: "
  std::string caption{};             // stands behind the carets; may be empty
  std::vector<Label> labels{};       // other lines that matter
  std::vector<std::string> notes{};  // e.g. "path: a -> b"
  std::vector<std::string> help{};   // first line follows "help: ", further lines stand below it
  std::optional<Repair> repair{};
};

/// The sink passed down through all steps. Never throws, never prints.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic);
  const std::vector<Diagnostic>& all() const { return all_; }
  std::size_t count(Severity severity) const;
  bool has_errors() const { return count(Severity::error) > 0; }
  /// Orders by file, place and code, keeping the order of arrival among equals.
  void sort();

 private:
  std::vector<Diagnostic> all_;
};

Severity severity_of(Code code);

/// "error", "warning", "note".
std::string_view severity_word(Severity severity);

}  // namespace cairn
