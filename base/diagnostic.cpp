#include "base/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cairn {

const std::vector<CodeInfo>& all_codes() {
  static const std::vector<CodeInfo> codes = {
#define CAIRN_CODE(id, severity, title, explanation) \
  {Code::id, #id, Severity::severity, title, explanation},
#include "base/diagnostic_codes.def"
#undef CAIRN_CODE
  };
  return codes;
}

const CodeInfo& code_info(Code code) {
  return all_codes()[static_cast<std::size_t>(code)];
}

Severity severity_of(Code code) {
  return code_info(code).severity;
}

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

void Diagnostics::add(Diagnostic diagnostic) {
  all_.push_back(std::move(diagnostic));
}

std::size_t Diagnostics::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(all_.begin(), all_.end(),
                    [severity](const Diagnostic& d) { return severity_of(d.code) == severity; }));
}

void Diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.file, a.span.begin, a.code) <
           std::tie(b.span.file, b.span.begin, b.code);
  });
}

}  // namespace cairn
