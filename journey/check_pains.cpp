// Pains explain exits (R12): not more than all of them, and only where somebody leaves.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "journey/checks.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

// Lines that explain too much together, and where.
struct Excess {
  double sum = 0;
  std::vector<Cause> causes;
  std::vector<StateRef> states;
};

const CauseLine* find_line(const Journey& journey, const Cause& cause) {
  for (const CauseLine& line : journey.pains[cause.pain].causes) {
    if (line.share == cause.share) return &line;
  }
  return nullptr;
}

void report_excess(const CheckGround& ground, PlaceId place, const Excess& excess,
                   Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  const bool is_sure =
      std::all_of(excess.causes.begin(), excess.causes.end(),
                  [&](const Cause& cause) { return is_certain(journey, cause.share); });
  Diagnostic diagnostic{Code::E411, journey.places[place].heading.name_span, "", "", {}, {}, {},
                        {}};
  diagnostic.message =
      fmt::format("the pains at {} explain {} of exits{}",
                  quoted_name(journey.places[place].heading), percent_text(excess.sum, is_sure),
                  describe_some(journey, ground.spaces, excess.states, ground.sites[place.index],
                                scopes_of(journey, place)));
  diagnostic.caption = "each exit has one cause, so 100% is the most";
  for (const Cause& cause : excess.causes) {
    const CauseLine* line = find_line(journey, cause);
    if (line == nullptr) continue;
    diagnostic.labels.push_back(
        {line->span, percent_text(to_double(journey.parameters[cause.share].best),
                                  is_certain(journey, cause.share))});
  }
  diagnostic.help = {"lower the shares until they add up to 100% or less",
                     "what is left counts as unexplained"};
  diagnostics.add(std::move(diagnostic));
}

void check_excess(const CheckGround& ground, PlaceId place, Diagnostics& diagnostics) {
  std::map<std::vector<std::uint32_t>, Excess> found;
  for (const StateRef ref : ground.sites[place.index]) {
    const State& state = state_at(ground.spaces, ref);
    DoubleDouble sum;
    std::vector<std::uint32_t> key;
    for (const Cause& cause : state.causes) {
      sum = add(sum, ground.journey.parameters[cause.share].best);
      key.push_back(cause.share.index);
    }
    if (to_double(add(sum, {-1, 0})) <= 1e-12) continue;
    Excess& excess = found[key];
    excess.sum = to_double(sum);
    excess.causes = state.causes;
    excess.states.push_back(ref);
  }
  for (const auto& [key, excess] : found) report_excess(ground, place, excess, diagnostics);
}

bool somebody_leaves(const CheckGround& ground, PlaceId place, const World& world) {
  for (const StateRef ref : ground.sites[place.index]) {
    const State& state = state_at(ground.spaces, ref);
    const ResolvedRow row = resolve_row(state, world);
    for (std::size_t i = 0; i < state.ways.size(); ++i) {
      if (row.shares[i] > 0 && is_loss(ground.journey, state.ways[i].target)) return true;
    }
  }
  return false;
}

void check_exits(const CheckGround& ground, PlaceId place, const World& world,
                 Diagnostics& diagnostics) {
  if (somebody_leaves(ground, place, world)) return;
  for (const PainId id : ground.journey.places[place].pains) {
    const Pain& pain = ground.journey.pains[id];
    if (pain.causes.empty()) continue;
    const double share = to_double(ground.journey.parameters[pain.causes.front().share].best);
    Diagnostic diagnostic{Code::W412, pain.name_span, "", "", {}, {}, {}, {}};
    diagnostic.message = fmt::format("\"{}\" causes {} of exits, but nobody leaves here", pain.name,
                                     percent_text(share));
    diagnostic.labels = {
        {ground.journey.places[place].heading.name_span, "no way out of here goes to a loss"}};
    diagnostic.help = {"an exit is a flow to `leave` or to anything that `counts as loss`"};
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace

void check_pains(const CheckGround& ground, Level level, Diagnostics& diagnostics) {
  const World world = best_estimate(ground.journey);
  for (std::size_t i = 0; i < ground.journey.places.size(); ++i) {
    const PlaceId place = ground.journey.places.id_at(i);
    const bool has_causes = std::any_of(
        ground.journey.places[place].pains.begin(), ground.journey.places[place].pains.end(),
        [&](PainId pain) { return !ground.journey.pains[pain].causes.empty(); });
    if (!has_causes || ground.sites[i].empty()) continue;
    check_excess(ground, place, diagnostics);
    // In a picture the ways out are not all known yet.
    if (level != Level::draw) check_exits(ground, place, world, diagnostics);
  }
}

}  // namespace cairn
