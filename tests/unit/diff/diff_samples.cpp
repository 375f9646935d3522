#include "tests/unit/diff/diff_samples.h"

namespace cairn {

std::vector<std::string> ComparedTexts::lines() const {
  static constexpr const char* kMarks[] = {"+", "-", "~", "="};
  std::vector<std::string> lines;
  for (const DiffItem& item : spec.diff.items) {
    std::string line = kMarks[static_cast<std::size_t>(item.mark)];
    line += " " + heading_text(spec.diff.headings[item.heading]) + " | " + item.subject;
    if (item.topic == DiffTopic::evidence) {
      line += " | from " + item.old_origin + " | from " + item.new_origin;
    } else if (item.mark == DiffMark::changed || item.mark == DiffMark::renamed) {
      line += " | " + item.old_text + " | " + item.new_text;
      if (!item.difference.empty()) line += " | " + item.difference;
    }
    lines.push_back(line);
  }
  return lines;
}

void compare_texts(const std::string& before, const std::string& after, ComparedTexts& result) {
  result.before = compile_text(before);
  result.after = compile_text(after);
  SpecDiff& spec = result.spec;
  spec.path = "spec.journey";
  spec.old_side = {"old", true, result.before.project.sha256, 0, &result.before.project.files};
  spec.new_side = {"new", true, result.after.project.sha256, 0, &result.after.project.files};
  spec.old_currency = result.before.compiled.journey.frame.currency;
  spec.new_currency = result.after.compiled.journey.frame.currency;
  spec.diff = compare(result.before.compiled.journey, result.after.compiled.journey);
}

std::vector<std::string> changes(const std::string& before, const std::string& after) {
  ComparedTexts compared;
  compare_texts(before, after, compared);
  return compared.lines();
}

}  // namespace cairn
