#include "render/page/page_input.h"

#include <algorithm>

namespace cairn {

std::string alternative_label(const Journey& journey, const Alternative& alternative) {
  if (alternative.kind == Alternative::Kind::scenario) {
    return journey.scenarios[alternative.scenario].heading.label;
  }
  std::string label;
  for (const FixId fix : alternative.fixes) {
    label += (label.empty() ? "" : " + ") + journey.fixes[fix].heading.label;
  }
  return label;
}

std::optional<PageGain> gain_of(const PageInput& input, const ComparedAlternative& row) {
  if (row.business && !input.journey.frame.currency.empty()) {
    const Estimate& net = row.business->net;
    return PageGain{HangsOn::Figure::net,    Unit::money, net.value, net.low, net.high,
                    row.business->chance_net};
  }
  const ComparedFigure* profit =
      find_figure(*input.comparison, row, Metric::Kind::profit, Per::entrant);
  if (profit != nullptr && profit->effect) {
    const Effect& effect = *profit->effect;
    return PageGain{HangsOn::Figure::profit, Unit::money, effect.value, effect.low, effect.high,
                    effect.chance_up};
  }
  const ComparedFigure* conversion = find_figure(*input.comparison, row, Metric::Kind::conversion);
  if (conversion == nullptr || !conversion->effect) return std::nullopt;
  const Effect& effect = *conversion->effect;
  return PageGain{HangsOn::Figure::conversion,
                  Unit::share,
                  effect.value,
                  effect.low,
                  effect.high,
                  effect.chance_up};
}

std::optional<std::size_t> compared_row(const PageInput& input, const std::vector<FixId>& fixes) {
  if (input.comparison == nullptr) return std::nullopt;
  std::vector<FixId> wanted = fixes;
  std::sort(wanted.begin(), wanted.end());
  for (std::size_t a = 0; a < input.comparison->alternatives.size(); ++a) {
    std::vector<FixId> held = input.comparison->alternatives[a].alternative.fixes;
    std::sort(held.begin(), held.end());
    if (held == wanted) return a;
  }
  return std::nullopt;
}

std::size_t best_alternative(const PageInput& input) {
  if (input.comparison == nullptr || input.advice == nullptr) return 0;
  // What is sure enough comes first, then what is worth a test; within, the largest gain.
  for (const Advice wanted : {Advice::do_it, Advice::test_first}) {
    std::size_t best = 0;
    double most = 0;
    for (std::size_t a = 1; a < input.comparison->alternatives.size(); ++a) {
      if ((*input.advice)[a].advice != wanted) continue;
      const std::optional<PageGain> gain = gain_of(input, input.comparison->alternatives[a]);
      if (gain && gain->mean > most) {
        most = gain->mean;
        best = a;
      }
    }
    if (best > 0) return best;
  }
  return 0;
}

}  // namespace cairn
