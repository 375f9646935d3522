#include "journey/woven_table.h"

#include <cstring>
#include <utility>

namespace cairn {

WovenTable::WovenTable(const Journey& journey)
    : next_(static_cast<std::uint32_t>(journey.parameters.size())) {
  for (const WovenNumber& number : journey.woven) rows_.emplace(key_of(number), number.id);
}

WovenTable::Key WovenTable::key_of(const WovenNumber& number) {
  std::uint64_t otherwise = 0;
  std::memcpy(&otherwise, &number.otherwise, sizeof otherwise);
  Key key = {static_cast<std::uint64_t>(number.kind),
             static_cast<std::uint64_t>(number.clip),
             number.is_second ? 1U : 0U,
             number.base.index,
             otherwise,
             static_cast<std::uint64_t>(number.amount.law),
             number.amount.first.index,
             number.amount.second.index};
  for (const ChangeRef ref : number.changes) {
    key.push_back(ref.fix.index);
    key.push_back(ref.change);
  }
  return key;
}

ParameterId WovenTable::row_of(WovenNumber number) {
  const auto [known, is_new] = rows_.try_emplace(key_of(number), ParameterId{next_});
  if (!is_new) return known->second;
  number.id = known->second;
  next_ += number.kind == WovenNumber::Kind::amount ? 3 : 1;
  added_.push_back(std::move(number));
  return known->second;
}

}  // namespace cairn
