#include "exchange/labels.h"

#include <fmt/format.h>
#include <unordered_map>

namespace cairn {

std::vector<std::string> distinct_labels(const std::vector<const Heading*>& headings) {
  std::unordered_map<std::string, int> uses;
  for (const Heading* heading : headings) ++uses[heading->label];
  std::vector<std::string> labels;
  for (const Heading* heading : headings) {
    labels.push_back(uses[heading->label] == 1
                         ? heading->label
                         : fmt::format("{} ({})", heading->label, heading->name));
  }
  return labels;
}

std::string decimal_text(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace cairn
