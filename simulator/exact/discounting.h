// What discounting leaves of money that waits for a random time.
#pragma once

#include <map>
#include <utility>

#include "simulator/chain/chain.h"

namespace cairn {

/// kept = E[exp(-r T)], lost = 1 - kept, each with its own full relative precision.
struct Discount {
  double kept = 1;
  double lost = 0;
};

/// How `kept` changes with the numbers of a law and with the rate.
struct DiscountSlopes {
  double value = 0;
  double mu = 0;
  double sigma = 0;
  double rate = 0;
};
DiscountSlopes discount_slopes(double rate_per_day, const Draw& days);

/// Discounts at one rate per day; remembers laws it has seen.
class Discounter {
 public:
  explicit Discounter(double rate_per_day) : rate_per_day_(rate_per_day) {}

  Discount over(const Draw& days);
  /// Days of stay, each weighted by exp(-r age since its begin): (1 - E[exp(-r T)]) / r.
  double weighted_days(const Draw& days);
  DiscountSlopes slopes(const Draw& days);

 private:
  double rate_per_day_;
  using Law = std::pair<double, double>;  // lognormal: mu, sigma
  std::map<Law, Discount> seen_;
  std::map<Law, DiscountSlopes> slopes_seen_;
};

}  // namespace cairn
