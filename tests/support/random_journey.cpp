#include "tests/support/random_journey.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <random>
#include <vector>

namespace cairn {
namespace {

class Writer {
 public:
  Writer(std::uint64_t seed, const RandomJourneyOptions& options)
      : engine_(seed), options_(options) {}

  std::string write(std::uint64_t seed) {
    plan();
    text_ = fmt::format("journey random-{}\n", seed);
    write_frame();
    for (int i = 0; i < personas_; ++i) write_persona(i);
    for (int i = 0; i < sources_; ++i) write_source(i);
    for (int i = 0; i < touchpoints_; ++i) write_touchpoint(i);
    text_ += "\noutcome won\n  counts as win\n";
    if (chance(0.3)) line("earns   {}", money());
    text_ += "\noutcome lost\n  counts as loss\n";
    if (chance(0.3)) line("feels   -1");
    return text_;
  }

 private:
  // ---- dice ----
  // No two draws are arguments of one call: compilers differ in which they evaluate first.
  std::uint64_t below(std::uint64_t count) { return engine_() % count; }
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double probability) { return unit() < probability; }
  bool may_doubt(double probability) { return options_.may_have_doubt && chance(probability); }

  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += "  " + fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  // ---- numbers ----
  static std::string percent(double share) { return fmt::format("{:.1f}%", share * 100); }

  /// A share of about `share`, at best estimates never above it.
  std::string doubtful_share(double share) {
    if (share < 0.02 || !may_doubt(0.3)) return percent(std::max(share, 0.001));
    switch (between(0, 2)) {
      case 0:
        return fmt::format("{} to {}", percent(share * 0.7), percent(share));
      case 1: {
        const int total = between(40, 2000);
        const int seen = std::max(1, static_cast<int>(share * total));
        return seen > share * total ? percent(share) : fmt::format("{} of {}", seen, total);
      }
      default:
        return fmt::format("{} +- {:.2f}pp", percent(share), share * 10);
    }
  }

  std::string days(double most) {
    const double value = between(0.05, 1.0) * most;
    if (value < 1.0 / 24) return fmt::format("{:.1f} min", value * 1440);
    if (value < 2) return fmt::format("{:.1f} hours", value * 24);
    return fmt::format("{:.2f} days", value);
  }

  std::string duration() {
    const double most = chance(0.3) ? 0.5 : 12;
    const double value = between(0.1, 1.0) * most;
    switch (between(0, 5)) {
      case 0:
        return days(most);
      case 1:
        return fmt::format("mean {:.3f} days", value);
      case 2:
        return fmt::format("{:.3f} to {:.3f} days", value, value * between(1.5, 6.0));
      case 3:
        return fmt::format("{:.3f} days +- {:.3f} days", value, value * between(0.1, 0.3));
      case 4:
        if (may_doubt(0.4)) {
          return fmt::format("median {:.3f} to {:.3f} days, p90 {:.3f} days", value, value * 1.2,
                             value * between(1.5, 4.0));
        }
        [[fallthrough]];
      default:
        return fmt::format("median {:.3f} days, p90 {:.3f} days", value, value * between(1.5, 4.0));
    }
  }

  std::string maybe_after(double probability) {
    return chance(probability) ? " after " + duration() : "";
  }

  std::string money() {
    const double value = between(1.0, 100.0);
    switch (between(0, 3)) {
      case 0:
        return fmt::format("median {:.2f} EUR, p90 {:.2f} EUR", value, value * between(1.3, 4.0));
      case 1:
        if (may_doubt(0.7)) return fmt::format("{:.2f} to {:.2f} EUR", value, value * 1.3);
        [[fallthrough]];
      default:
        return fmt::format("{:.2f} EUR", value);
    }
  }

  // ---- plan: what exists ----
  void plan() {
    touchpoints_ = between(2, std::max(2, options_.most_touchpoints));
    personas_ = options_.may_split ? between(0, 3) : 0;
    devices_ = options_.may_split && chance(0.5) ? 2 : 0;
    sources_ = options_.may_split ? between(1, 3) : 1;
    flags_ = options_.may_have_memory ? between(0, 2) : 0;
    has_horizon_ = options_.may_have_horizon && chance(0.6);
    // Places whose visits are counted, and how far: few, so that the state space stays small.
    counted_ = options_.may_have_memory && chance(0.6) ? between(0, touchpoints_ - 1) : -1;
    last_ = options_.may_have_memory && chance(0.4) ? between(0, touchpoints_ - 1) : -1;
    has_conversion_ = chance(0.8);
  }

  /// Words for some customers, from wide to narrow: {" for p0", " for p0 d1"}; empty where nothing
  /// splits them.
  std::vector<std::string> some_people() {
    std::vector<std::string> traits;
    if (personas_ > 1)
      traits.push_back(fmt::format("p{}", below(static_cast<unsigned>(personas_))));
    if (devices_ > 1) traits.push_back(fmt::format("d{}", below(2)));
    if (sources_ > 1) {
      traits.push_back(chance(0.3) ? std::string("c0")
                                   : fmt::format("s{}", below(static_cast<unsigned>(sources_))));
    }
    if (traits.empty()) return {};
    std::rotate(traits.begin(), traits.begin() + static_cast<long>(below(traits.size())),
                traits.end());
    std::vector<std::string> chain;
    std::string words = " for";
    for (const std::string& trait : traits) {
      words += " " + trait;
      chain.push_back(words);
    }
    return chain;
  }

  /// Words for some moments, from wide to narrow.
  std::vector<std::string> some_moments() {
    std::vector<std::vector<std::string>> choices;
    if (flags_ > 0) {
      const std::string flag = fmt::format("f{}", below(static_cast<unsigned>(flags_)));
      choices.push_back({" when " + flag});
      choices.push_back({" when not " + flag});
      if (flags_ > 1) choices.push_back({" when " + flag, " when f0 and f1"});
    }
    if (counted_ >= 0) {
      choices.push_back({fmt::format(" when visited t{}", counted_),
                         fmt::format(" when visited t{} 3 times", counted_)});
      choices.push_back({fmt::format(" when not visited t{} 2 times", counted_)});
    }
    if (last_ >= 0) choices.push_back({fmt::format(" when last t{}", last_)});
    if (choices.empty()) return {};
    return choices[below(choices.size())];
  }

  /// One chain of scopes, each narrower than the one before, so that overrides never tie.
  std::vector<std::string> some_scopes() {
    std::vector<std::string> chain = chance(0.5) ? some_people() : some_moments();
    if (chain.empty()) chain = some_people();
    if (!chain.empty() && chain[0].rfind(" for", 0) == 0 && chance(0.4)) {
      const auto moments = some_moments();
      if (!moments.empty()) chain = {chain[0], chain[0] + moments[0]};
    }
    if (chain.size() > 1 && chance(0.5)) chain.resize(1);
    return chain;
  }

  // ---- headings ----
  void write_frame() {
    line("currency EUR");
    line("entrants {}", chance(0.3) ? "500 once" : "1 000 per month");
    if (has_horizon_) {
      line("horizon {}", chance(0.5) ? fmt::format("{} days", between(5, 60))
                                     : fmt::format("{} months", between(1, 4)));
    }
    if (chance(0.5)) line("discount {}% per year", between(2, 40));
    if (devices_ > 1) {
      line("device  d0 {}", percent(between(0.2, 0.8)));
      line("device  d1 rest");
    }
  }

  void write_persona(int i) {
    text_ += fmt::format("\npersona p{}\n", i);
    if (i + 1 == personas_) {
      line("share   rest");
    } else {
      line("share   {}", doubtful_share(between(0.1, 0.9) / personas_));
    }
    if (devices_ > 1 && chance(0.4)) {
      line("device  d0 {}", percent(between(0.1, 0.9)));
      line("device  d1 rest");
    }
    if (flags_ > 0 && chance(0.3)) line("sets    f0 {}", percent(between(0.1, 0.9)));
  }

  void write_source(int i) {
    text_ += fmt::format("\nsource s{}\n", i);
    if (sources_ > 1) {
      if (i + 1 == sources_) {
        line("share   rest");
      } else {
        line("share   {}", doubtful_share(between(0.1, 0.9) / sources_));
        if (personas_ > 1 && chance(0.4)) {
          line("share   {} for p0", percent(between(0.1, 0.9) / sources_));
        }
      }
    }
    line("channel c{}", i % 2);
    if (chance(0.6)) line("costs   {}", money());
    // Every flag is set somewhere: here at least.
    for (int f = 0; f < flags_; ++f) {
      if (i == 0 || chance(0.3)) {
        line("sets    f{}{}", f, chance(0.3) ? "" : " " + percent(between(0.1, 0.9)));
      }
    }
    const int second = between(1, touchpoints_ - 1);
    if (chance(0.4)) {
      const std::string after = maybe_after(0.3);
      line("{} -> t{}{}", doubtful_share(between(0.1, 0.9)), second, after);
      line("rest  -> t0");
    } else {
      line("-> t0{}", maybe_after(0.2));
    }
  }

  void write_touchpoint(int i) {
    text_ += fmt::format("\ntouchpoint t{}\n", i);
    write_valued_lines();
    if (has_conversion_ && (i == touchpoints_ - 1 || chance(0.15))) {
      line("counts as conversion");
    } else if (chance(0.15)) {
      line("counts as {}", chance(0.5) ? "micro-conversion" : "loss");
    }
    write_money(i);
    write_memory(i);
    write_flows(i);
  }

  void write_valued_lines() {
    if (chance(0.7)) {
      line("takes   {}", duration());
      if (chance(0.3)) {
        for (const std::string& scope : some_scopes()) line("takes   {}{}", duration(), scope);
      }
    }
    if (chance(0.6)) {
      line("feels   {:+d}", between(-2, 2));
      if (chance(0.3)) {
        for (const std::string& scope : some_scopes()) {
          line("feels   {:+.1f}{}", between(-2.0, 2.0), scope);
        }
      }
    }
  }

  void write_money(int i) {
    for (const char* word : {"earns  ", "costs  "}) {
      if (!chance(0.4)) continue;
      static constexpr const char* kBases[] = {"", " once", " per month", " per week"};
      for (int n = between(1, 2); n > 0; --n) {
        const auto scopes = chance(0.3) ? some_scopes() : std::vector<std::string>();
        // Where a count may be cleared, "first" would mean something else.
        const char* basis = kBases[below(4)];
        if (i == counted_ && basis == kBases[1]) basis = kBases[0];
        line("{} {}{}{}", word, money(), basis, scopes.empty() ? "" : scopes.back());
      }
    }
  }

  void write_memory(int i) {
    const bool sets = flags_ > 0 && chance(0.5);
    if (sets || (flags_ > 0 && chance(0.3))) {
      const std::string share = chance(0.4) ? "" : " " + percent(between(0.1, 0.9));
      line("{}f{}{}", sets ? "sets    " : "clears  ", below(static_cast<unsigned>(flags_)), share);
    }
    if (counted_ >= 0 && counted_ != i && chance(0.1)) line("clears  t{}", counted_);
  }

  void write_flows(int i) {
    // The rest always moves forward, so nobody circles for ever.
    std::vector<std::string> forward = {"leave", "won", "lost"};
    for (int j = i + 1; j < touchpoints_; ++j) forward.push_back(fmt::format("t{}", j));
    const std::string rest =
        forward[below(i + 1 < touchpoints_ && chance(0.3) ? forward.size() : 3)];
    if (chance(0.15)) {
      line("-> {}{}", rest, maybe_after(0.5));
      return;
    }
    std::vector<std::string> targets;
    for (const char* outcome : {"leave", "won"}) targets.emplace_back(outcome);
    for (int j = 0; j < touchpoints_; ++j) targets.push_back(fmt::format("t{}", j));
    targets.erase(std::remove(targets.begin(), targets.end(), rest), targets.end());
    for (std::size_t n = targets.size(); n > 1; --n) std::swap(targets[n - 1], targets[below(n)]);
    targets.resize(std::min<std::size_t>(targets.size(), static_cast<std::size_t>(between(1, 4))));

    const double most = 0.65 / static_cast<double>(targets.size());
    const std::size_t with_factor = below(targets.size());
    for (std::size_t n = 0; n < targets.size(); ++n) {
      write_flow(targets[n], most, n == with_factor && chance(0.5));
    }
    const bool is_rest_split = rest != "lost" && chance(0.2);
    line("rest  -> {}{}", rest, is_rest_split ? "" : maybe_after(0.2));
    const std::vector<std::string> others =
        is_rest_split ? some_scopes() : std::vector<std::string>();
    if (!others.empty()) line("rest  -> lost{}", others[0]);
  }

  /// All lines to one target. Their shares stay below `most`; the one factor of a touchpoint that
  /// is above 1 is at most 1.4, and 0.65 × 1.4 < 1.
  void write_flow(const std::string& target, double most, bool has_factor) {
    const bool is_base_written = has_factor || chance(0.85);
    std::vector<std::string> scopes;
    if (!is_base_written || chance(0.4)) scopes = some_scopes();
    if (is_base_written || scopes.empty()) {
      const std::string after = maybe_after(0.35);
      line("{} -> {}{}", doubtful_share(between(0.05, 1.0) * most), target, after);
    }
    for (const std::string& scope : scopes) {
      const std::string after = maybe_after(0.2);
      line("{} -> {}{}{}", doubtful_share(between(0.05, 1.0) * most), target, after, scope);
    }
    if (!has_factor) return;
    const std::vector<std::string> whom = some_scopes();
    if (whom.empty()) return;
    line("times {:.2f} -> {}{}", between(0.3, 1.4), target, whom[0]);
    if (whom.size() > 1) line("times {:.2f} -> {}{}", between(0.3, 1.0), target, whom[1]);
  }

  std::mt19937_64 engine_;
  RandomJourneyOptions options_;
  std::string text_;
  int touchpoints_ = 2, personas_ = 0, devices_ = 0, sources_ = 1, flags_ = 0;
  int counted_ = -1, last_ = -1;
  bool has_horizon_ = false, has_conversion_ = true;
};

}  // namespace

std::string random_journey_text(std::uint64_t seed, const RandomJourneyOptions& options) {
  return Writer(seed, options).write(seed);
}

}  // namespace cairn
