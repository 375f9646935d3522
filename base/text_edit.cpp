#include "base/text_edit.h"

#include <algorithm>

namespace cairn {

std::string apply_edits(std::string_view text, std::vector<TextEdit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) {
    return a.span.begin < b.span.begin;
  });
  std::string result;
  result.reserve(text.size());
  std::size_t done = 0;
  for (const TextEdit& edit : edits) {
    if (edit.span.begin < done) continue;
    result.append(text.substr(done, edit.span.begin - done));
    result.append(edit.replacement);
    done = edit.span.end;
  }
  result.append(text.substr(done));
  return result;
}

}  // namespace cairn
