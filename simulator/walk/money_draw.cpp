#include "simulator/walk/money_draw.h"

#include <string>

#include "simulator/walk/normal_law.h"
#include "simulator/walk/stream.h"
#include "simulator/walk/tables.h"

namespace cairn {

// The key of meaning of the amount's first number, told apart by sign and by how many lines with
// the same key stand before.
std::vector<MoneyDraw> money_of(const Journey& journey, const State& state,
                                const ChainState& chain_state) {
  std::vector<MoneyLine> lines = state.earns;
  lines.insert(lines.end(), state.costs.begin(), state.costs.end());
  const bool has_lines = lines.size() == chain_state.money.size();
  std::vector<MoneyDraw> money;
  for (std::size_t i = 0; i < chain_state.money.size(); ++i) {
    const ChainMoney& paid = chain_state.money[i];
    MoneyDraw draw{paid.amount, paid.sign, paid.per_days, 0};
    if (draw.amount.kind != Draw::Kind::fixed) {
      // A chain made by hand has no written lines; their order stands in.
      std::uint32_t before = has_lines ? 0 : static_cast<std::uint32_t>(i);
      for (std::size_t j = 0; has_lines && j < i; ++j) {
        const bool is_same = lines[j].amount.first == lines[i].amount.first &&
                             chain_state.money[j].sign == paid.sign;
        before += is_same ? 1 : 0;
      }
      const std::string key = has_lines ? journey.parameters[lines[i].amount.first].key : "amount";
      draw.purpose = purpose_of((paid.sign > 0 ? "earns|" : "costs|") + key, before);
    }
    money.push_back(draw);
  }
  return money;
}

double draw_money(const MoneyDraw& line, std::uint64_t seed, std::uint64_t customer,
                  std::uint32_t step) {
  if (line.amount.kind == Draw::Kind::fixed) return line.amount.value;
  const WordPair words = draw_words(stream_key(seed, customer, line.purpose), customer, step);
  return draw_amount(line.amount, words.first, words.second);
}

}  // namespace cairn
