// What the funnel says in a sentence: how many convert, and where most are lost.
#include "base/text.h"
#include "journey/figure_text.h"
#include "journey/state_space.h"
#include "render/charts/funnel.h"

namespace cairn {
namespace {

struct Loss {
  PlaceId place;  // valid, or `source` is, or nobody is lost
  SourceId source;
  double per_entrant = 0;
};

/// The touchpoint or the source where most are lost.
Loss largest_loss(const Journey& journey, const Prediction& prediction) {
  std::vector<double> lost(journey.places.size(), 0);
  for (const FlowVolume& flow : prediction.flows) {
    if (flow.from.is_valid() && is_loss(journey, flow.to)) {
      lost[flow.from.index] += flow.per_entrant;
    }
  }
  Loss largest;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (lost[i] > largest.per_entrant) largest = {journey.places.id_at(i), {}, lost[i]};
  }
  const std::vector<double> at_once = lost_at_sources(journey, prediction.flows);
  for (std::size_t i = 0; i < at_once.size(); ++i) {
    if (at_once[i] > largest.per_entrant) largest = {{}, journey.sources.id_at(i), at_once[i]};
  }
  return largest;
}

}  // namespace

std::string funnel_finding(const ChartInput& input) {
  const Prediction& shown = input.scenario != nullptr ? *input.scenario : *input.today;
  const auto conversion = [&](const Prediction& prediction) {
    return find_group_answer(prediction, Metric{}, input.persona);
  };
  std::string text;
  const Answer* now = conversion(shown);
  const Answer* before = conversion(*input.today);
  if (now != nullptr && input.scenario != nullptr && before != nullptr) {
    return words(Word::chart_funnel_converts_then, input.language,
                 {format_share(headline(*now), input.language),
                  format_share(headline(*before), input.language)});
  }
  if (now != nullptr) {
    text = words(Word::chart_funnel_converts, input.language,
                 {format_share(headline(*now), input.language)});
  }
  const Loss loss = largest_loss(input.journey, shown);
  if (!(loss.per_entrant > 0) || input.persona.is_valid()) return text;
  const bool is_source = loss.source.is_valid();
  const std::string& label = is_source ? input.journey.sources[loss.source].heading.label
                                       : input.journey.places[loss.place].heading.label;
  add_sentence(
      text,
      words(is_source ? Word::chart_funnel_loss_after : Word::chart_funnel_loss, input.language,
            {short_name(label), format_share(loss.per_entrant, input.language)}),
      input.language);
  return text;
}

}  // namespace cairn
