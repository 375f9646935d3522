#include "tests/support/oracle.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <set>

#include "tests/support/oracle_rules.h"

namespace cairn {
namespace {

class Oracle {
 public:
  Oracle(const Journey& journey, const TotalsLayout& layout, std::uint64_t seed)
      : journey_(journey), layout_(layout), engine_(seed) {
    const Frame& frame = journey.frame;
    horizon_ =
        frame.horizon.is_valid() ? value(frame.horizon) : std::numeric_limits<double>::infinity();
    if (frame.discount.is_valid()) {
      rate_ = std::log(1 + value(frame.discount)) / frame.discount_per_days;
    }
    is_once_ = frame.entrants.is_valid() && !frame.entrants_per_days.has_value();
    for (const Counts wanted : {Counts::conversion, Counts::win}) {
      if (std::find(conversions_.begin(), conversions_.end(), true) != conversions_.end()) break;
      conversions_.clear();
      for (const Place& place : journey.places) conversions_.push_back(place.counts == wanted);
    }
  }

  /// One person's totals.
  Totals walk_one() {
    totals_.assign(layout_.size(), 0.0);
    seen_.clear();
    age_ = 0;
    touches_ = 0;
    has_converted_ = false;
    OracleCustomer who = enter();
    const Source& source = journey_.sources[who.source];
    pay(who, source.costs, -1, 0, false);
    const FlowLine* flow = choose_flow(who, source.flows);
    PlaceId from;
    while (flow != nullptr) {
      age_ += after(who, from.is_valid() ? journey_.places[from].flows : source.flows, *flow);
      if (age_ > horizon_) break;
      count_passage(who.source, from, flow->target);
      arrive(who, from, flow->target);
      from = flow->target;
      flow = visit(who, from);
    }
    totals_[layout_.end_time()] = std::min(age_, horizon_);
    totals_[layout_.end_touches()] = touches_;
    return totals_;
  }

 private:
  // ---- numbers ----
  double value(ParameterId id) const { return to_double(journey_.parameters[id].best); }

  double uniform() { return std::uniform_real_distribution<double>()(engine_); }

  bool happens(ParameterId probability) {
    return !probability.is_valid() || uniform() < value(probability);
  }

  double draw(const Amount& amount) {
    const double first = value(amount.first);
    if (amount.law == Law::fixed) return first;
    if (amount.law == Law::exponential) {
      return std::exponential_distribution<double>(1 / first)(engine_);
    }
    const double second = value(amount.second);
    // Normal 90 % and 95 % points.
    const double sigma = amount.law == Law::lognormal_p90
                             ? std::log(second / first) / 1.2815515655446004
                             : std::log(second / first) / (2 * 1.6448536269514722);
    const double mu = amount.law == Law::lognormal_p90 ? std::log(first)
                                                       : (std::log(first) + std::log(second)) / 2;
    return std::lognormal_distribution<double>(mu, sigma)(engine_);
  }

  template <class Line>
  std::vector<const Line*> fitting(const OracleCustomer& who, const std::vector<Line>& lines,
                                   const std::function<bool(const Line&)>& is_wanted) const {
    return fitting_lines<Line>(journey_, who, lines, is_wanted);
  }

  template <class Line>
  const Line* narrowest(const OracleCustomer& who, const std::vector<Line>& lines) const {
    const auto found = fitting<Line>(who, lines, [](const Line&) { return true; });
    return found.empty() ? nullptr : found.front();
  }

  // ---- entering ----
  /// Index drawn from share lines of several items, one of which may take the rest.
  std::uint32_t pick(const std::vector<const ShareLine*>& lines) {
    if (lines.size() == 1) return 0;
    double left = uniform();
    std::uint32_t rest = 0;
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      if (lines[i] == nullptr) continue;
      if (lines[i]->is_rest) {
        rest = i;
        continue;
      }
      left -= value(lines[i]->value);
      if (left < 0) return i;
    }
    return rest;
  }

  OracleCustomer enter() {
    OracleCustomer who;
    std::vector<const ShareLine*> shares;
    for (const Persona& persona : journey_.personas)
      shares.push_back(narrowest(who, persona.shares));
    if (!shares.empty()) who.persona = PersonaId{pick(shares)};
    shares.clear();
    for (const Source& source : journey_.sources) shares.push_back(narrowest(who, source.shares));
    who.source = SourceId{pick(shares)};
    shares.clear();
    for (const Device& device : journey_.devices) shares.push_back(device_line(who, device));
    if (!shares.empty()) who.device = DeviceId{pick(shares)};
    if (who.persona.is_valid()) remember(who, journey_.personas[who.persona].memory);
    remember(who, journey_.sources[who.source].memory);
    return who;
  }

  /// A persona with device lines of its own does not look at those of the journey.
  const ShareLine* device_line(const OracleCustomer& who, const Device& device) const {
    bool has_own = false;
    for (const Device& any : journey_.devices) {
      for (const Device::Line& line : any.lines) {
        has_own = has_own || (who.persona.is_valid() && line.persona == who.persona);
      }
    }
    for (const Device::Line& line : device.lines) {
      // Share lines of devices are not guarded in these journeys: the first one is the only one.
      if (line.persona == (has_own ? who.persona : PersonaId{})) return &line.share;
    }
    return nullptr;
  }

  void remember(OracleCustomer& who, const std::vector<MemoryLine>& lines) {
    const OracleCustomer before = who;
    for (const auto kind : {MemoryLine::Kind::clear_flag, MemoryLine::Kind::clear_count,
                            MemoryLine::Kind::set_flag}) {
      std::set<std::uint32_t> done;
      for (const MemoryLine& line : lines) {
        const bool is_count = kind == MemoryLine::Kind::clear_count;
        const std::uint32_t key = is_count ? line.place.index : line.flag.index;
        if (line.kind != kind || !done.insert(key).second) continue;
        const auto found = fitting<MemoryLine>(before, lines, [&](const MemoryLine& other) {
          return other.kind == kind && (is_count ? other.place.index : other.flag.index) == key;
        });
        if (found.empty() || !happens(found.front()->probability)) continue;
        if (is_count) who.visits.erase(key);
        if (kind == MemoryLine::Kind::clear_flag) who.flags.erase(key);
        if (kind == MemoryLine::Kind::set_flag) who.flags.insert(key);
      }
    }
  }

  // ---- flows ----
  static bool is_way(const FlowLine& line) {
    return line.kind == FlowLine::Kind::share || line.kind == FlowLine::Kind::everyone;
  }

  const FlowLine* choose_flow(const OracleCustomer& who, const std::vector<FlowLine>& lines) {
    double left = uniform();
    std::set<std::uint32_t> done;
    for (const FlowLine& line : lines) {
      if (!is_way(line) || !done.insert(line.target.index).second) continue;
      const auto found = fitting<FlowLine>(who, lines, [&](const FlowLine& other) {
        return is_way(other) && other.target == line.target;
      });
      if (found.empty()) continue;
      double share =
          found.front()->kind == FlowLine::Kind::everyone ? 1 : value(found.front()->value);
      for (const FlowLine& factor : lines) {
        if (factor.kind == FlowLine::Kind::factor && factor.target == line.target &&
            fits(journey_, who, factor.scope)) {
          share *= value(factor.value);
        }
      }
      left -= std::min(share, 1.0);
      if (left < 0) return found.front();
    }
    const auto rest = fitting<FlowLine>(
        who, lines, [](const FlowLine& line) { return line.kind == FlowLine::Kind::rest; });
    return rest.empty() ? nullptr : rest.front();
  }

  /// Time on the way: that of the line, else of the line it overrides.
  double after(const OracleCustomer& who, const std::vector<FlowLine>& lines,
               const FlowLine& chosen) {
    const auto found = fitting<FlowLine>(who, lines, [&](const FlowLine& other) {
      return other.target == chosen.target &&
             (other.kind == FlowLine::Kind::rest) == (chosen.kind == FlowLine::Kind::rest) &&
             other.kind != FlowLine::Kind::factor;
    });
    for (const FlowLine* line : found) {
      if (line->after) return draw(*line->after);
    }
    return 0;
  }

  void count_passage(SourceId source, PlaceId from, PlaceId to) {
    for (std::size_t f = 0; f < layout_.flows.size(); ++f) {
      const auto& flow = layout_.flows[f];
      const bool is_here =
          from.is_valid() ? flow.from == from && !flow.source.is_valid() : flow.source == source;
      if (is_here && flow.to == to) totals_[layout_.passages(f)] += 1;
    }
    if (from.is_valid() && journey_.places[to].counts == Counts::loss) {
      totals_[layout_.exits(from)] += 1;
    }
  }

  // ---- visiting ----
  void arrive(OracleCustomer& who, PlaceId from, PlaceId place) {
    who.last = from;
    who.visits[place.index] += 1;
    remember(who, journey_.places[place].memory);
    totals_[layout_.visits(place)] += 1;
    if (!seen_.insert(place.index).second) return;
    totals_[layout_.reach(place)] = 1;
    totals_[layout_.time_to(place)] = age_;
    totals_[layout_.touches_to(place)] = touches_;
  }

  /// Everything that happens at a place; the way out, or nothing at an outcome.
  const FlowLine* visit(OracleCustomer& who, PlaceId id) {
    const Place& place = journey_.places[id];
    const bool is_touchpoint = place.kind == Place::Kind::touchpoint;
    if (conversions_[id.index] && !has_converted_) {
      has_converted_ = true;
      totals_[layout_.conversion()] = 1;
      totals_[layout_.conversion_time()] = age_;
      totals_[layout_.conversion_touches()] = touches_;
    }
    if (is_touchpoint) touches_ += 1;
    if (const FeelingLine* feels = narrowest(who, place.feels)) {
      totals_[layout_.feeling_sum(id)] += value(feels->value);
      totals_[layout_.felt_visits(id)] += 1;
    }
    const TimeLine* takes = narrowest(who, place.takes);
    const double stay = takes != nullptr ? draw(takes->amount) : 0;
    totals_[layout_.days_at(id)] += std::min(stay, horizon_ - age_);
    const bool is_first = who.visits[id.index] == 1;
    pay(who, place.earns, 1, stay, is_first);
    pay(who, place.costs, -1, stay, is_first);
    if (!is_touchpoint) return nullptr;
    const FlowLine* flow = choose_flow(who, place.flows);
    age_ += stay;
    return flow;
  }

  // ---- money ----
  double worth(double age) const { return std::exp(-rate_ * age); }
  double in_window(double age) const {
    return is_once_ || std::isinf(horizon_) ? 1 : 1 - age / horizon_;
  }
  double in_total(double age) const {
    if (is_once_) return worth(age);
    if (std::isinf(horizon_)) return 0;
    if (rate_ == 0) return in_window(age);
    return (worth(age) - worth(horizon_)) / (rate_ * horizon_);
  }

  /// Simpson's rule over the stay; the weights are smooth.
  double over_stay(double stay, const std::function<double(double)>& weight) const {
    const double end = std::min(age_ + stay, horizon_);
    const double step = (end - age_) / 16;
    double sum = weight(age_) + weight(end);
    for (int i = 1; i < 16; ++i) sum += (i % 2 == 1 ? 4 : 2) * weight(age_ + i * step);
    return sum * step / 3;
  }

  void pay(const OracleCustomer& who, const std::vector<MoneyLine>& lines, int sign, double stay,
           bool is_first) {
    for (const MoneyLine& line : lines) {
      if (!fits(journey_, who, line.scope)) continue;
      if (line.basis == MoneyLine::Basis::once && !is_first) continue;
      const double amount = draw(line.amount);
      const auto weigh = [&](const std::function<double(double)>& weight) {
        return line.basis == MoneyLine::Basis::time
                   ? amount / line.per_days * over_stay(stay, weight)
                   : amount * weight(age_);
      };
      const double own = weigh([&](double age) { return worth(age); });
      totals_[sign > 0 ? layout_.revenue() : layout_.cost()] += own;
      totals_[sign > 0 ? layout_.window_revenue() : layout_.window_cost()] +=
          weigh([&](double age) { return in_window(age); });
      totals_[sign > 0 ? layout_.total_revenue() : layout_.total_cost()] +=
          weigh([&](double age) { return in_total(age); });
      if (has_converted_) totals_[layout_.value()] += sign * own;
    }
  }

  const Journey& journey_;
  const TotalsLayout& layout_;
  std::mt19937_64 engine_;
  double horizon_ = 0, rate_ = 0;
  bool is_once_ = false;
  std::vector<bool> conversions_;
  // The person who is walking.
  Totals totals_;
  std::set<std::uint32_t> seen_;
  double age_ = 0, touches_ = 0;
  bool has_converted_ = false;
};

}  // namespace

OracleResult ask_oracle(const Journey& journey, const TotalsLayout& layout, std::uint64_t seed,
                        std::uint64_t people) {
  Oracle oracle(journey, layout, seed);
  const double count = static_cast<double>(people);
  Totals sums(layout.size(), 0.0), squares(layout.size(), 0.0);
  OracleResult result;
  result.people.assign(layout.size(), 0);
  for (std::uint64_t i = 0; i < people; ++i) {
    const Totals one = oracle.walk_one();
    for (std::size_t t = 0; t < one.size(); ++t) {
      sums[t] += one[t];
      squares[t] += one[t] * one[t];
      result.people[t] += one[t] != 0 ? 1 : 0;
    }
  }
  for (std::size_t t = 0; t < sums.size(); ++t) {
    const double mean = sums[t] / count;
    result.mean.push_back(mean);
    result.standard_error.push_back(
        std::sqrt(std::max(0.0, squares[t] / count - mean * mean) / (count - 1)));
  }
  return result;
}

}  // namespace cairn
