#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "diff/diff_report.h"

namespace cairn {

const char* topic_title(DiffTopic topic) {
  switch (topic) {
    case DiffTopic::model:
      return "model";
    case DiffTopic::words:
      return "names and texts";
    case DiffTopic::plans:
      return "fixes and promises";
    case DiffTopic::evidence:
      return "sources of numbers";
    case DiffTopic::unread:
      return "lines with a mistake or an unknown name, compared as text";
  }
  return "";
}

std::string summary_of(const SpecDiff& diff) {
  static constexpr const char* kWhere[] = {"in the model", "in names and texts",
                                           "in fixes and promises", "in sources of numbers",
                                           "in lines compared as text"};
  std::string text;
  for (const DiffTopic topic : kDiffTopics) {
    const std::size_t count = diff.diff.count(topic);
    if (count == 0) continue;
    const std::string number = format_count(static_cast<std::int64_t>(count));
    text += text.empty() ? fmt::format("{} {} ", number, count == 1 ? "change" : "changes")
                         : fmt::format(", {} ", number);
    text += kWhere[static_cast<std::size_t>(topic)];
  }
  if (!text.empty()) return text;
  return diff.results.empty() ? "nothing changed in meaning" : "only what is predicted changed";
}

std::string heading_text(const DiffHeading& heading) {
  const std::string& name = heading.new_name.empty() ? heading.old_name : heading.new_name;
  std::string text = heading.kind;
  if (!name.empty()) text += " " + name;
  const bool is_renamed = !heading.old_name.empty() && !heading.new_name.empty() &&
                          heading.old_name != heading.new_name;
  if (is_renamed) text += " (was " + heading.old_name + ")";
  return text;
}

std::string place_text(const DiffSide& side, Span span) {
  if (side.files == nullptr || !span.is_valid()) return "";
  const TextFile& file = (*side.files)[span.file];
  return fmt::format("{}:{}", file.path, position_of(file, span.begin).line);
}

std::string result_text(const ResultChange& result, const std::optional<double>& value,
                        const std::string& currency) {
  if (!value) return "not defined";
  switch (result.unit) {
    case Unit::share:
      return format_share(*value);
    case Unit::points:
      return format_points(*value);
    case Unit::money:
      return format_money(*value, currency);
    case Unit::days:
      return format_duration(*value);
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      break;
  }
  return format_number(*value);
}

std::string result_difference(const ResultChange& result, const std::string& currency) {
  if (!result.old_value || !result.new_value) return "";
  const double difference = *result.new_value - *result.old_value;
  if (result.unit == Unit::share) return format_points(difference);
  const std::string size = result_text(result, std::abs(difference), currency);
  return (difference < 0 ? "\u2212" : "+") + size;
}

}  // namespace cairn
