#include "exchange/prism_model.h"

#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "journey/classes.h"
#include "journey/state_space.h"

namespace cairn {
namespace {

// 17 digits give back the same double; a fraction keeps PRISM from reading an integer.
std::string number(double value) {
  std::string text = fmt::format("{:.17g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Names as PRISM allows them: "product-page" -> "product_page", others by number.
std::vector<std::string> plain_names(const Journey& journey) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const Place& place : journey.places) {
    std::string name = place.heading.name;
    bool is_all_plain = true;
    for (char& c : name) {
      if (c == '-') c = '_';
      is_all_plain = is_all_plain && (is_plain(c) || c == '_');
    }
    if (!is_all_plain) name = fmt::format("place_{}", names.size() + 1);
    while (!taken.insert(name).second) name += '_';
    names.push_back(std::move(name));
  }
  return names;
}

class ModelWriter {
 public:
  ModelWriter(const Journey& journey, MeanOf mean_of)
      : journey_(journey),
        mean_of_(mean_of),
        world_(best_estimate(journey)),
        names_(plain_names(journey)),
        states_of_(journey.places.size()) {}

  PrismModel write() {
    const std::vector<CustomerClass> classes = find_classes(journey_);
    const std::vector<double> shares = class_shares(journey_, classes, world_);
    const StateSpaces all = build_state_spaces(journey_);
    // State 0 is before the journey, the last one behind it.
    done_ = 1;
    for (const StateSpace& space : all.spaces) done_ += space.states.size();
    std::size_t first = 1;
    for (std::size_t c = 0; c < all.spaces.size(); ++c) {
      add_class(all.spaces[c], class_name(journey_, classes[c]), shares[c], first);
      first += all.spaces[c].states.size();
    }
    return {model(), properties()};
  }

 private:
  using Row = std::map<std::size_t, double>;  // by target

  void add_class(const StateSpace& space, const std::string& name, double share,
                 std::size_t first) {
    const std::vector<double> sources = source_shares(journey_, space.customer, world_);
    for (std::size_t source = 0; source < space.entries.size(); ++source) {
      for (const Arrival& arrival : space.entries[source]) {
        entry_[first + arrival.state] +=
            share * sources[source] * arrival_probability(arrival, world_);
      }
    }
    commands_ += fmt::format("\n  // {}\n", name.empty() ? "everyone" : name);
    for (std::size_t i = 0; i < space.states.size(); ++i)
      add_state(space.states[i], first, first + i);
  }

  void add_state(const State& state, std::size_t first, std::size_t index) {
    double days = state.takes ? mean_of_(*state.takes, world_) : 0;
    Row row;
    if (state.ways.empty()) {
      row[done_] = 1;
    } else {
      const ResolvedRow resolved = resolve_row(state, world_);
      for (std::size_t w = 0; w < state.ways.size(); ++w) {
        const Way& way = state.ways[w];
        if (way.after) days += resolved.shares[w] * mean_of_(*way.after, world_);
        for (const Arrival& arrival : way.arrivals) {
          row[first + arrival.state] += resolved.shares[w] * arrival_probability(arrival, world_);
        }
      }
    }
    commands_ += command(index, row);
    if (state.place.is_valid()) states_of_[state.place.index].push_back(index);
    add_reward(days_, index, days);
    add_reward(revenue_, index, money(state.earns, state));
    add_reward(cost_, index, money(state.costs, state));
  }

  // Expected money of one visit. What accrues while the visit lasts is independent of its length,
  // so that the mean of the product is the product of the means.
  double money(const std::vector<MoneyLine>& lines, const State& state) const {
    double sum = 0;
    for (const MoneyLine& line : lines) {
      const double amount = mean_of_(line.amount, world_);
      const double takes_days = state.takes ? mean_of_(*state.takes, world_) : 0;
      sum += line.basis == MoneyLine::Basis::time ? amount * takes_days / line.per_days : amount;
    }
    return sum;
  }

  static void add_reward(std::string& rewards, std::size_t index, double value) {
    if (value != 0) rewards += fmt::format("  s={} : {};\n", index, number(value));
  }

  static std::string command(std::size_t from, const Row& row) {
    std::string text;
    for (const auto& [target, probability] : row) {
      if (!(probability > 0)) continue;
      if (!text.empty()) text += " + ";
      text += fmt::format("{}:(s'={})", number(probability), target);
    }
    return fmt::format("  [] s={} -> {};\n", from, text);
  }

  static std::string any_of(const std::vector<std::size_t>& states) {
    std::string text;
    for (const std::size_t state : states) {
      if (!text.empty()) text += '|';
      text += fmt::format("s={}", state);
    }
    return text.empty() ? "false" : text;
  }

  static std::string rewards(std::string_view name, const std::string& lines) {
    return fmt::format("\nrewards \"{}\"\n{}endrewards\n", name,
                       lines.empty() ? "  false : 0;\n" : lines);
  }

  std::string model() const {
    std::string text = fmt::format(
        "// \"{}\" as a Markov chain: one step is one move of a customer.\n"
        "// Every number stands at its best estimate; amounts and times that differ between\n"
        "// customers stand at their means, which is exact for every question asked here.\n"
        "// Without horizon, discount, fixes and referrals.\n",
        journey_.frame.heading.label);
    for (std::size_t p = 0; p < names_.size(); ++p) {
      const std::string& name = journey_.places[journey_.places.id_at(p)].heading.name;
      if (name != names_[p]) text += fmt::format("// {}: {}\n", names_[p], name);
    }
    text += fmt::format("dtmc\n\nmodule journey\n  s : [0..{}] init 0;\n\n  // entry\n", done_);
    text += command(0, entry_) + commands_;
    text += fmt::format("\n  // the end\n  [] s={0} -> 1.0:(s'={0});\nendmodule\n\n", done_);
    text += fmt::format("label \"done\" = s={};\n", done_);
    text += fmt::format("label \"conversion\" = {};\n", any_of(conversion_states()));
    for (std::size_t p = 0; p < names_.size(); ++p) {
      text += fmt::format("label \"reach_{}\" = {};\n", names_[p], any_of(states_of_[p]));
    }
    for (std::size_t p = 0; p < names_.size(); ++p) {
      std::string lines;
      for (const std::size_t state : states_of_[p]) add_reward(lines, state, 1);
      text += rewards("visits_" + names_[p], lines);
    }
    text += rewards("revenue", revenue_) + rewards("cost", cost_) + rewards("days", days_);
    return text;
  }

  std::vector<std::size_t> conversion_states() const {
    const std::vector<bool> converts = conversion_places(journey_);
    std::vector<std::size_t> states;
    for (std::size_t p = 0; p < states_of_.size(); ++p) {
      if (converts[p]) states.insert(states.end(), states_of_[p].begin(), states_of_[p].end());
    }
    return states;
  }

  std::string properties() const {
    std::string text = "// per entrant; compare with `cairn run --all`\n";
    text += "P=? [ F \"conversion\" ];\n";
    for (const std::string& name : names_) {
      text += fmt::format("P=? [ F \"reach_{}\" ];\n", name);
    }
    for (const std::string& name : names_) {
      text += fmt::format("R{{\"visits_{}\"}}=? [ F \"done\" ];\n", name);
    }
    for (const char* name : {"revenue", "cost", "days"}) {
      text += fmt::format("R{{\"{}\"}}=? [ F \"done\" ];\n", name);
    }
    return text;
  }

  const Journey& journey_;
  MeanOf mean_of_;
  World world_;
  std::vector<std::string> names_;                   // by place
  std::vector<std::vector<std::size_t>> states_of_;  // by place
  std::size_t done_ = 0;
  Row entry_;
  std::string commands_, revenue_, cost_, days_;
};

}  // namespace

std::vector<Unsayable> beyond_prism(const Journey& journey) {
  std::vector<Unsayable> list;
  const Frame& frame = journey.frame;
  if (frame.horizon.is_valid()) {
    list.push_back({journey.parameters[frame.horizon].span,
                    "`horizon`: the model has no clock, so nothing can be cut off"});
  }
  if (frame.discount.is_valid()) {
    list.push_back({journey.parameters[frame.discount].span,
                    "`discount`: the model has no clock, so later money counts like today's"});
  }
  return list;
}

PrismModel prism_model(const Journey& journey, MeanOf mean_of) {
  return ModelWriter(journey, mean_of).write();
}

}  // namespace cairn
