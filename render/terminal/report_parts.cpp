#include "render/terminal/report_parts.h"

#include <fmt/format.h>

#include "base/label.h"
#include "journey/classes.h"
#include "journey/metric_name.h"

namespace cairn {

AnswerIndex::AnswerIndex(const Prediction& prediction) {
  for (const Answer& answer : prediction.answers) {
    const std::vector<Group>& groups = answer.question.groups;
    PersonaId persona;
    if (!groups.empty()) {
      const bool is_one = groups.size() == 1 && groups[0].traits.size() == 1;
      if (!is_one || !groups[0].traits[0].persona.is_valid()) continue;
      persona = groups[0].traits[0].persona;
    }
    answers_.emplace(key_of(answer.question.metric, persona), &answer);
  }
}

AnswerIndex::Key AnswerIndex::key_of(const Metric& metric, PersonaId persona) {
  const Stat stat = metric.stat == Stat::mean ? Stat::none : metric.stat;
  const double per_days = metric.per == Per::time ? metric.per_days : 0;
  return {static_cast<int>(metric.kind),
          static_cast<int>(stat),
          metric.place.index,
          static_cast<int>(metric.to),
          static_cast<int>(metric.per),
          per_days,
          persona.index};
}

const Answer* AnswerIndex::find(const Metric& metric, PersonaId persona) const {
  const auto found = answers_.find(key_of(metric, persona));
  return found == answers_.end() || !found->second->is_defined ? nullptr : found->second;
}

std::string shown_name(const Heading& heading) {
  if (heading.label == label_from_name(heading.name)) return heading.label;
  return fmt::format("{} ({})", heading.label, heading.name);
}

std::string shown_question(const ReportInput& input, const Question& question) {
  const std::string metric = metric_name(input.journey, question.metric);
  if (question.groups.empty()) return metric;
  return fmt::format("{} for {}", metric, groups_name(input.journey, question.groups));
}

std::string shown_value(const ReportInput& input, const Answer* answer) {
  if (answer == nullptr) return "–";
  return format_figure(headline(*answer), answer->unit, input.journey.frame.currency);
}

std::string written_share(double share) {
  return fmt::format("{:.3g}%", share * 100);
}

std::optional<std::string> range_title(const ReportInput& input) {
  const RunRecord& record = input.prediction.record;
  if (record.is_walked_alone) return "noise of the walk";
  if (record.worlds > 0) return "likely range";
  return std::nullopt;
}

std::string shown_range(const ReportInput& input, const Answer* answer) {
  if (answer == nullptr || !range_title(input)) return "";
  const Estimate& estimate = answer->estimate;
  return format_range(estimate.low, estimate.high, answer->unit, input.journey.frame.currency);
}

Metric plain_metric(Metric::Kind kind) {
  Metric metric;
  metric.kind = kind;
  return metric;
}

Metric place_metric(Metric::Kind kind, PlaceId place) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

}  // namespace cairn
