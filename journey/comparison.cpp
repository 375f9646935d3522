#include "journey/comparison.h"

#include "journey/apply.h"

namespace cairn {

std::string alternative_name(const Journey& journey, const Alternative& alternative) {
  if (alternative.kind == Alternative::Kind::today) return "today";
  if (alternative.kind == Alternative::Kind::scenario) {
    return journey.scenarios[alternative.scenario].heading.name;
  }
  std::string name;
  for (const FixId fix : alternative.fixes) {
    name += (name.empty() ? "" : " + ") + journey.fixes[fix].heading.name;
  }
  return name;
}

bool follows_calendar(const Metric& metric) {
  const bool is_money = metric.kind == Metric::Kind::revenue || metric.kind == Metric::Kind::cost ||
                        metric.kind == Metric::Kind::profit;
  return is_money && (metric.per == Per::none || metric.per == Per::time);
}

std::vector<Alternative> all_alternatives(const Journey& journey) {
  std::vector<Alternative> alternatives;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    alternatives.push_back({Alternative::Kind::fix, {journey.fixes.id_at(i)}, {}});
  }
  for (std::size_t i = 0; i < journey.scenarios.size(); ++i) {
    const ScenarioId scenario = journey.scenarios.id_at(i);
    alternatives.push_back(
        {Alternative::Kind::scenario, journey.scenarios[scenario].fixes, scenario});
  }
  return alternatives;
}

std::vector<Alternative> all_combinations(const Journey& journey) {
  const std::size_t count = journey.fixes.size();
  if (count > kMostCombinedFixes) return all_alternatives(journey);
  std::vector<Alternative> combinations;
  for (std::size_t mask = 1; mask < std::size_t{1} << count; ++mask) {
    Alternative alternative;
    for (std::size_t i = 0; i < count; ++i) {
      if ((mask >> i & 1) != 0) alternative.fixes.push_back(journey.fixes.id_at(i));
    }
    const bool is_single = alternative.fixes.size() == 1;
    alternative.kind = is_single ? Alternative::Kind::fix : Alternative::Kind::chosen;
    if (!find_clash(journey, alternative.fixes)) combinations.push_back(std::move(alternative));
  }
  return combinations;
}

}  // namespace cairn
