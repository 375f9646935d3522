#include <algorithm>
#include <cmath>

#include "simulator/walk/fast.h"

namespace cairn {
namespace {

WalkMark mark_of(const WalkStop& stop, const std::vector<MoneyDraw>& money, bool counts_settle) {
  WalkMark mark;
  if (stop.place.is_valid()) {
    mark.place = stop.place.index;
    mark.is_touchpoint = stop.is_touchpoint;
    mark.is_conversion = stop.is_conversion;
  }
  for (const MoneyDraw& line : money) {
    if (line.per_days > 0) {
      mark.pays_time = true;
    } else if (line.amount.kind != Draw::Kind::fixed || !counts_settle) {
      mark.pays_now = true;
    }
  }
  return mark;
}

}  // namespace

FastRoute make_fast_route(const Journey& journey, const WalkClass& walk_class,
                          const WalkRoute& route, const MoneyWeights& weights) {
  FastRoute made;
  made.tables = make_tables(journey, walk_class);
  made.questions = &route;
  made.counts_settle = !std::isfinite(weights.horizon_days) && weights.rate_per_day == 0;
  const Chain& chain = *walk_class.chain;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    made.money.push_back(money_of(journey, walk_class.space->states[s], chain.states[s]));
  }
  for (const std::uint32_t state : made.tables.states) {
    made.marks.push_back(state == kNoState
                             ? WalkMark{}
                             : mark_of(route.stops[state], made.money[state], made.counts_settle));
  }
  return made;
}

}  // namespace cairn
