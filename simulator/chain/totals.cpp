#include "simulator/chain/totals.h"

#include <cmath>
#include <limits>
#include <vector>

namespace cairn {
namespace {

/// Appends each target once, in the order of lines. `last_seen` holds, by PlaceId, the number of
/// the origin that last had the target, so that nothing needs clearing.
void add_flows(const std::vector<FlowLine>& lines, TotalsLayout::FlowKey key, std::size_t origin,
               std::vector<std::size_t>& last_seen, TotalsLayout& layout) {
  for (const FlowLine& line : lines) {
    if (line.kind == FlowLine::Kind::factor) continue;
    if (last_seen[line.target.index] == origin) continue;
    last_seen[line.target.index] = origin;
    key.to = line.target;
    layout.flows.push_back(key);
  }
}

}  // namespace

TotalsLayout make_totals_layout(const Journey& journey) {
  TotalsLayout layout;
  layout.place_count = journey.places.size();
  std::vector<std::size_t> last_seen(journey.places.size(), 0);
  std::size_t origin = 0;
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    const SourceId source = journey.sources.id_at(i);
    add_flows(journey.sources[source].flows, {source, {}, {}}, ++origin, last_seen, layout);
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    add_flows(journey.places[place].flows, {{}, place, {}}, ++origin, last_seen, layout);
  }
  return layout;
}

double MoneyWeights::per_entrant(double age_days) const {
  if (age_days > horizon_days) return 0;
  return std::exp(-rate_per_day * age_days);
}

double MoneyWeights::window(double age_days) const {
  if (age_days > horizon_days) return 0;
  if (is_once || !std::isfinite(horizon_days) || horizon_days <= 0) return 1;
  return 1 - age_days / horizon_days;
}

double MoneyWeights::total(double age_days) const {
  if (is_once) return per_entrant(age_days);
  if (!std::isfinite(horizon_days) || age_days > horizon_days) return 0;
  const double rate_of_window = rate_per_day * horizon_days;
  if (rate_of_window <= 0) return window(age_days);
  // (exp(-r t) - exp(-r H)) / (r H) without cancellation.
  return std::exp(-rate_of_window) * std::expm1(rate_per_day * (horizon_days - age_days)) /
         rate_of_window;
}

MoneyWeights money_weights(const Journey& journey, const World& world) {
  MoneyWeights weights;
  const Frame& frame = journey.frame;
  weights.horizon_days =
      frame.horizon.is_valid() ? world.at(frame.horizon) : std::numeric_limits<double>::infinity();
  if (frame.discount.is_valid()) {
    weights.rate_per_day = std::log1p(world.at(frame.discount)) / frame.discount_per_days;
  }
  // Without `entrants` nobody can ask for totals; constant entrants are as good as any.
  weights.is_once = frame.entrants.is_valid() && !frame.entrants_per_days.has_value();
  return weights;
}

}  // namespace cairn
