#include "simulator/grid/law_table.h"

namespace cairn {

DrawKey key_of(const Draw& draw) {
  return {draw.kind, draw.value, draw.mu, draw.sigma};
}

std::uint32_t LawTable::law_of(Draw takes, Draw after) {
  if (takes.kind == Draw::Kind::fixed && after.kind == Draw::Kind::fixed) {
    takes.value += after.value;
    after = Draw{};
  }
  if (takes == Draw{}) std::swap(takes, after);
  const auto [place, is_new] =
      numbers_.try_emplace({key_of(takes), key_of(after)}, static_cast<std::uint32_t>(laws.size()));
  if (is_new) laws.push_back(add_lags(single(takes), single(after), most_cells_));
  return place->second;
}

const LagLaw& LawTable::single(const Draw& draw) {
  const auto [place, is_new] = singles_.try_emplace(key_of(draw));
  if (is_new) place->second = make_lag_law(draw, cell_days_, most_cells_, rounding_);
  return place->second;
}

}  // namespace cairn
