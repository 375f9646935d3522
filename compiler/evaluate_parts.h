// Reading one quantity and every check on numbers, with the messages. Only for evaluate.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "compiler/evaluate.h"

namespace cairn {

/// Each check reports what is wrong and returns whether all is well.
class QuantityReader {
 public:
  QuantityReader(std::string_view currency, Diagnostics& diagnostics)
      : currency_(currency), diagnostics_(diagnostics) {}

  std::optional<Quantity> read(Node node);

  bool check_unit(const Quantity& quantity, const Wanted& wanted);
  bool check_bounds(const Quantity& quantity, const Wanted& wanted);
  bool check_range(Node node, const Quantity& low, const Quantity& high, const Wanted& wanted);
  bool check_half(Node node, const Quantity& centre, const Quantity& half, const Wanted& wanted);
  bool check_reach(Node node, const Parameter& parameter, const Quantity& centre,
                   const Quantity& half, const Wanted& wanted);
  bool check_count(Node node, std::optional<std::int64_t> part, std::optional<std::int64_t> whole);
  bool check_share_wanted(Node node, const Wanted& wanted);

  void warn_wide(Node node, const Parameter& parameter);
  void warn_lopsided(Node node, const Parameter& parameter, const Quantity& centre);
  void warn_count(Node node, const Parameter& parameter);

 private:
  void report(Code code, Node node, std::string message, std::string help = {});
  std::string show(double value, const WrittenUnit& unit) const;

  std::string_view currency_;
  Diagnostics& diagnostics_;
};

/// Warns of `30.000`, which many write for thirty thousand (W314).
void warn_dotted_thousands(const Quantity& quantity, Unit unit, Diagnostics& diagnostics);

}  // namespace cairn
