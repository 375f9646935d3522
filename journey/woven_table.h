// The woven numbers of a journey by what they hang on, so that states share them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "journey/journey.h"

namespace cairn {

class WovenTable {
 public:
  explicit WovenTable(const Journey& journey);

  /// The row of this number; a new one behind all others if it is not known.
  ParameterId row_of(WovenNumber number);

  /// What Journey::woven does not hold, in the order of its rows.
  std::vector<WovenNumber> take_added() { return std::move(added_); }

 private:
  using Key = std::vector<std::uint64_t>;
  static Key key_of(const WovenNumber& number);

  std::map<Key, ParameterId> rows_;
  std::uint32_t next_ = 0;
  std::vector<WovenNumber> added_;
};

}  // namespace cairn
