#include "journey/share_kinks.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "journey/shares.h"

namespace cairn {
namespace {

/// Sums of a few written numbers, in twice the digits.
constexpr double kRounding = 1e-12;

class KinkSearch {
 public:
  KinkSearch(const Journey& journey, const World& world)
      : journey_(journey), world_(world), is_kink_(world.values.size(), 0) {}

  void add_edges_of_ranges() {
    for (std::uint32_t p = 0; p < is_kink_.size(); ++p) {
      const ParameterId id{p};
      const Unit unit = journey_.parameters[id].unit;
      const double value = world_.at(id);
      const bool is_share = unit == Unit::share;
      if ((is_share || unit == Unit::days || unit == Unit::factor) && value <= 0) mark(id);
      if (is_share && value >= 1) mark(id);
    }
  }

  void add_state(const State& state) {
    if (state.takes) add_amount(*state.takes);
    for (const MoneyLine& money : state.earns) add_amount(money.amount);
    for (const MoneyLine& money : state.costs) add_amount(money.amount);
    bool has_rest = false;
    for (const Way& way : state.ways) {
      if (way.after) add_amount(*way.after);
      if (way.kind == FlowLine::Kind::rest) has_rest = true;
      double product = way.kind == FlowLine::Kind::share ? world_.at(way.value) : 1;
      for (const ParameterId factor : way.factors) product *= world_.at(factor);
      if (way.kind != FlowLine::Kind::rest && std::fabs(product - 1) <= kRounding) mark_way(way);
    }
    if (!has_rest || state.ways.empty()) return;
    const DoubleDouble sum = resolve_row(state, world_).written_sum;
    if (std::fabs(to_double(add({1, 0}, negate(sum)))) > kRounding) return;
    for (const Way& way : state.ways) mark_way(way);
  }

  void add_whole(const std::vector<ShareChoice>& choices) {
    const bool has_rest = std::any_of(choices.begin(), choices.end(), [](const ShareChoice& one) {
      return one.line != nullptr && one.line->is_rest;
    });
    const double sum = to_double(written_sum(choices, world_));
    if (!(has_rest && std::fabs(sum - 1) <= kRounding) && sum > 0) return;
    for (const ShareChoice& choice : choices) {
      if (choice.line != nullptr && !choice.line->is_rest) mark(choice.line->value);
    }
  }

  std::vector<std::uint8_t> take() { return std::move(is_kink_); }

 private:
  void mark(ParameterId id) { is_kink_[id.index] = 1; }

  void mark_way(const Way& way) {
    if (way.kind == FlowLine::Kind::share) mark(way.value);
    for (const ParameterId factor : way.factors) mark(factor);
  }

  void add_amount(const Amount& amount) {
    if (!amount.second.is_valid()) return;
    if (world_.at(amount.first) > 0 && world_.at(amount.first) < world_.at(amount.second)) return;
    mark(amount.first);
    mark(amount.second);
  }

  const Journey& journey_;
  const World& world_;
  std::vector<std::uint8_t> is_kink_;
};

}  // namespace

std::vector<std::uint8_t> find_kinks(const Journey& journey,
                                     const std::vector<CustomerClass>& classes,
                                     const std::vector<StateSpace>& spaces, const World& world) {
  KinkSearch search(journey, world);
  search.add_edges_of_ranges();
  for (const StateSpace& space : spaces) {
    for (const State& state : space.states) search.add_state(state);
  }
  search.add_whole(choose_persona_shares(journey));
  std::optional<CustomerClass> last;
  for (const CustomerClass& one : classes) {
    // Classes stand in order of persona, source, device.
    if (!last || last->persona != one.persona) {
      search.add_whole(choose_source_shares(journey, one.persona));
    }
    if (one.device.is_valid() &&
        (!last || last->persona != one.persona || last->source != one.source)) {
      search.add_whole(choose_device_shares(journey, one.persona, one.source));
    }
    last = one;
  }
  return search.take();
}

}  // namespace cairn
