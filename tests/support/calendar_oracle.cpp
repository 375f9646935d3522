#include "tests/support/calendar_oracle.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "journey/shares.h"
#include "simulator/calendar/launches.h"
#include "simulator/chain/chain.h"

namespace cairn {
namespace {

class CalendarOracle {
 public:
  CalendarOracle(const CalendarSetting& setting, const World& written, const std::vector<FixId>& on,
                 std::uint64_t seed)
      : setting_(setting),
        journey_(*setting.journey),
        written_(written),
        launches_(find_launches(*setting.journey, on, written)),
        conversions_(conversion_places(*setting.journey)),
        engine_(seed) {
    const Frame& frame = journey_.frame;
    horizon_ = written.at(frame.horizon);
    if (frame.discount.is_valid()) {
      rate_ = std::log1p(written.at(frame.discount)) / frame.discount_per_days;
    }
    is_once_ = !frame.entrants_per_days.has_value();
    entrants_ = written.at(frame.entrants);
    if (!is_once_) entrants_ *= horizon_ / *frame.entrants_per_days;
  }

  double entrants() const { return entrants_; }

  /// One person with everybody who comes of it.
  std::array<double, CalendarOracleResult::kFigures> walk_family() {
    sums_.fill(0);
    const double day = is_once_ ? 0 : uniform() * horizon_;
    const World& world = world_at(day);
    const std::size_t c = pick(class_shares(journey_, *setting_.classes, world));
    const SourceId source{
        static_cast<std::uint32_t>(pick(source_shares(journey_, (*setting_.classes)[c], world)))};
    open_ = {{day, c, source}};
    while (!open_.empty()) {
      const Entrant one = open_.back();
      open_.pop_back();
      walk(one);
    }
    return sums_;
  }

 private:
  struct Entrant {
    double day = 0;
    std::size_t c = 0;
    SourceId source;
  };

  double uniform() { return std::uniform_real_distribution<double>()(engine_); }

  std::size_t pick(const std::vector<double>& parts) {
    double left = uniform();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      left -= parts[i];
      if (left < 0) return i;
    }
    return static_cast<std::size_t>(std::max_element(parts.begin(), parts.end()) - parts.begin());
  }

  std::uint32_t pick(const std::vector<Arrival>& arrivals, const World& world) {
    std::vector<double> parts;
    for (const Arrival& arrival : arrivals) parts.push_back(arrival_probability(arrival, world));
    return arrivals[pick(parts)].state;
  }

  double draw(const std::optional<Amount>& amount, const World& world) {
    if (!amount) return 0;
    const Draw law = to_draw(*amount, world);
    if (law.kind == Draw::Kind::fixed) return law.value;
    if (law.kind == Draw::Kind::exponential) {
      return std::exponential_distribution<double>(1 / law.value)(engine_);
    }
    return std::lognormal_distribution<double>(law.mu, law.sigma)(engine_);
  }

  /// The numbers of one moment. Those of whole strengths are kept.
  const World& world_at(double day) {
    Strengths strengths(journey_.fixes.size(), 0);
    bool is_whole = true;
    for (const Launch& launch : launches_) {
      double& strength = strengths[launch.fix.index];
      strength = strength_at(launch, day);
      is_whole = is_whole && (strength == 0 || strength == 1);
    }
    if (journey_.active_fixes.empty()) return written_;
    if (!is_whole) {
      between_ = written_;
      set_strengths(journey_, strengths, between_);
      return between_;
    }
    const auto [place, is_new] = worlds_.try_emplace(strengths, written_);
    if (is_new) set_strengths(journey_, strengths, place->second);
    return place->second;
  }

  void walk(const Entrant& entrant) {
    sums_[CalendarOracleResult::entrants] += 1;
    const StateSpace& space = (*setting_.spaces)[entrant.c];
    double day = entrant.day;
    bool has_converted = false;
    std::uint32_t number = pick(space.entries[entrant.source.index], world_at(day));
    while (day <= horizon_) {
      const World& world = world_at(day);
      const State& state = space.states[number];
      if (!state.source.is_valid() && conversions_[state.place.index] && !has_converted) {
        has_converted = true;
        sums_[CalendarOracleResult::conversions] += 1;
      }
      const double stay = draw(state.takes, world);
      pay(state.earns, world, day, stay, CalendarOracleResult::revenue);
      pay(state.costs, world, day, stay, CalendarOracleResult::cost);
      for (const Referral& referral : state.refers) refer(referral, day, world);
      if (state.ways.empty()) return;
      const Way& way = state.ways[pick(resolve_row(state, world).shares)];
      number = pick(way.arrivals, world);
      day += stay + draw(way.after, world);
    }
  }

  void refer(const Referral& referral, double day, const World& world) {
    const double mean = world.at(referral.people);
    const double whole = std::floor(mean);
    const int people = static_cast<int>(whole) + (uniform() < mean - whole ? 1 : 0);
    for (int i = 0; i < people; ++i) {
      // A persona as among all, then a device as among those of the source.
      CustomerClass wanted;
      if (!journey_.personas.empty()) {
        wanted.persona = PersonaId{
            static_cast<std::uint32_t>(pick(divide_whole(choose_persona_shares(journey_), world)))};
      }
      const CustomerClass& any = setting_.classes->front();
      if (any.source.is_valid()) wanted.source = referral.source;
      if (any.device.is_valid()) {
        wanted.device = DeviceId{static_cast<std::uint32_t>(pick(
            divide_whole(choose_device_shares(journey_, wanted.persona, wanted.source), world)))};
      }
      const auto found = std::find(setting_.classes->begin(), setting_.classes->end(), wanted);
      open_.push_back(
          {day, static_cast<std::size_t>(found - setting_.classes->begin()), referral.source});
    }
  }

  void pay(const std::vector<MoneyLine>& lines, const World& world, double day, double stay,
           CalendarOracleResult::Figure figure) {
    const double spent = std::min(stay, horizon_ - day);
    for (const MoneyLine& line : lines) {
      double amount = draw(line.amount, world), discounted = amount * std::exp(-rate_ * day);
      if (line.basis == MoneyLine::Basis::time) {
        const double mean_discount =
            rate_ * spent > 0 ? -std::expm1(-rate_ * spent) / (rate_ * spent) : 1;
        amount *= spent / line.per_days;
        discounted *= spent / line.per_days * mean_discount;
      }
      sums_[figure] += amount;
      sums_[figure + 2U] += discounted;
    }
  }

  const CalendarSetting& setting_;
  const Journey& journey_;
  const World& written_;
  std::vector<Launch> launches_;
  std::vector<bool> conversions_;
  std::mt19937_64 engine_;
  double horizon_ = 0, rate_ = 0, entrants_ = 0;
  bool is_once_ = false;
  std::map<Strengths, World> worlds_;
  World between_;
  std::vector<Entrant> open_;
  std::array<double, CalendarOracleResult::kFigures> sums_{};
};

}  // namespace

CalendarOracleResult ask_calendar_oracle(const CalendarSetting& setting, const World& written,
                                         const std::vector<FixId>& on, std::uint64_t seed,
                                         std::uint64_t people) {
  CalendarOracle oracle(setting, written, on, seed);
  const double count = static_cast<double>(people);
  std::array<double, CalendarOracleResult::kFigures> sums{}, squares{};
  for (std::uint64_t i = 0; i < people; ++i) {
    const auto one = oracle.walk_family();
    for (std::size_t f = 0; f < one.size(); ++f) {
      sums[f] += one[f];
      squares[f] += one[f] * one[f];
    }
  }
  CalendarOracleResult result;
  for (std::size_t f = 0; f < sums.size(); ++f) {
    const double mean = sums[f] / count;
    result.mean[f] = oracle.entrants() * mean;
    result.standard_error[f] =
        oracle.entrants() *
        std::sqrt(std::max(0.0, squares[f] / count - mean * mean) / (count - 1));
  }
  return result;
}

}  // namespace cairn
