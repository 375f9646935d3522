// Fixes one by one: each line acts on something the journey says, in a way that can be meant (R14,
// language.md 9.6): E502, W504.
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "journey/changes.h"

namespace cairn {
namespace {

using Kind = Change::Kind;

// What all fixes share.
struct Shared {
  World world;
  std::set<std::pair<PlaceId, PlaceId>> added;  // ways that some fix sets or raises
  // States that may still be looked at: a change of every state in every line of a huge file would
  // take minutes, and what they share is seen in the first.
  std::size_t states_left = 5'000'000;
};

class FixCheck {
 public:
  FixCheck(const CheckGround& ground, Shared& shared, const Fix& fix, Diagnostics& diagnostics)
      : ground_(ground),
        journey_(ground.journey),
        world_(shared.world),
        shared_(shared),
        fix_(fix),
        diagnostics_(diagnostics) {}

  void check() {
    for (const Change& change : fix_.changes) {
      if (change.kind == Kind::remove) {
        check_remove(change);
      } else if (change.kind == Kind::move) {
        check_move(change);
      } else if (change.place.kind == ChangePlace::Kind::flow) {
        check_flow(change);
      } else if (change.place.kind != ChangePlace::Kind::assumption) {
        check_value(change);
      }
    }
  }

 private:
  Diagnostic& start(Code code, const Change& change, std::string message) {
    diagnostic_ = Diagnostic{code, change.span, std::move(message), "", {}, {}, {}, {}};
    return diagnostic_;
  }
  void finish() { diagnostics_.add(std::move(diagnostic_)); }

  std::vector<StateRef> fitting_states(PlaceId place, const Scope& scope) {
    const std::size_t count = ground_.sites[place.index].size();
    if (count > shared_.states_left) return {};
    shared_.states_left -= count;
    return states_of(ground_, place, scope);
  }

  // ---- remove

  void check_remove(const Change& change) {
    const Pain& pain = journey_.pains[change.pain];
    if (pain.causes.empty()) {
      start(Code::E502, change,
            fmt::format("cannot remove \"{}\": it has no `causes … of exits`", pain.name));
      diagnostic_.labels = {{pain.span, "how many exits it causes is not said"}};
      diagnostic_.help = {"say how many of the exits it causes",
                          fmt::format("for example `{} {} … causes 20% of exits`",
                                      pain.is_reason ? "reason" : "pain", pain.name)};
      return finish();
    }
    if (change.toward.is_valid()) return check_toward(change);
    for (const StateRef ref : fitting_states(pain.place, change.scope)) {
      if (!only_losses(state_at(ground_.spaces, ref))) continue;
      const std::string place = quoted_name(journey_.places[pain.place].heading);
      start(Code::E502, change,
            fmt::format("cannot remove \"{}\": nothing but losses leaves {}", pain.name, place));
      diagnostic_.caption = "where do those go who no longer leave?";
      diagnostic_.help = {"say where they go then", "+ toward …"};
      return finish();
    }
  }

  void check_toward(const Change& change) {
    const Place& target = journey_.places[change.toward];
    if (target.kind != Place::Kind::outcome || !is_loss(journey_, change.toward)) return;
    start(Code::E502, change,
          fmt::format("cannot remove \"{}\" toward \"{}\": that counts as loss itself",
                      journey_.pains[change.pain].name, target.heading.name));
    diagnostic_.help = {
        "say where those go who no longer leave, or leave `toward` out: then they "
        "behave like those who stay"};
    finish();
  }

  bool only_losses(const State& state) const {
    const ResolvedRow row = resolve_row(state, world_);
    bool has_loss = false;
    for (std::size_t i = 0; i < state.ways.size(); ++i) {
      if (!(row.shares[i] > 0)) continue;
      if (!is_loss(journey_, state.ways[i].target)) return false;
      has_loss = true;
    }
    return has_loss;
  }

  // ---- move

  void check_move(const Change& change) {
    const ChangePlace& place = change.place;
    if (change.toward == place.to) {
      start(Code::E502, change,
            fmt::format("this moves people to where they go already: \"{}\"",
                        journey_.places[place.to].heading.name));
      diagnostic_.help = {"name another place behind `to`"};
      return finish();
    }
    if (place.from.is_valid() ? has_way(place.from, place.to) : has_way_in(place.to)) return;
    start(Code::E502, change,
          place.from.is_valid()
              ? fmt::format("no flow `{}` to move people from", place_text(journey_, place))
              : fmt::format("nothing leads to \"{}\", so nobody can be moved",
                            journey_.places[place.to].heading.name));
    add_ways_out(place);
    finish();
  }

  bool has_way(PlaceId from, PlaceId to) const {
    if (find_line(from, to) != nullptr) return true;
    return shared_.added.count({from, to}) > 0;
  }

  bool has_way_in(PlaceId to) const {
    const auto leads = [to](const FlowLine& line) { return line.target == to; };
    const auto any = [&](const auto& table) {
      return std::any_of(table.begin(), table.end(), [&](const auto& one) {
        return std::any_of(one.flows.begin(), one.flows.end(), leads);
      });
    };
    return any(journey_.places) || any(journey_.sources);
  }

  const FlowLine* find_line(PlaceId from, PlaceId to) const {
    for (const FlowLine& line : journey_.places[from].flows) {
      if (line.target == to && line.kind != FlowLine::Kind::factor) return &line;
    }
    return nullptr;
  }

  void add_ways_out(const ChangePlace& place) {
    if (!place.from.is_valid()) return;
    std::vector<std::string> names;
    for (const FlowLine& line : journey_.places[place.from].flows) {
      const std::string& name = journey_.places[line.target].heading.name;
      if (line.kind == FlowLine::Kind::factor) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      if (names.size() > 20) break;
    }
    if (names.empty()) return;
    diagnostic_.labels.push_back({journey_.places[place.from].heading.name_span, ""});
    diagnostic_.help = {fmt::format("from \"{}\" people go to {}",
                                    journey_.places[place.from].heading.name, list_text(names))};
  }

  // ---- set, scale, raise, lower of a flow

  void check_flow(const Change& change) {
    const ChangePlace& place = change.place;
    if (find_line(place.from, place.to) == nullptr &&
        (change.kind == Kind::scale || change.kind == Kind::lower)) {
      start(Code::E502, change,
            fmt::format("there is no flow `{}` to {}", place_text(journey_, place),
                        change.kind == Kind::scale ? "multiply" : "lower"));
      add_ways_out(place);
      return finish();
    }
    const std::vector<StateRef> states = fitting_states(place.from, change.scope);
    for (const StateRef ref : states) {
      if (is_refused(change, state_at(ground_.spaces, ref))) return;
    }
    for (const StateRef ref : states) {
      if (is_beyond(change, state_at(ground_.spaces, ref))) return;
    }
  }

  bool is_refused(const Change& change, const State& state) {
    const std::vector<FlowLine>& flows = journey_.places[change.place.from].flows;
    bool has_rest = false;
    for (const Way& way : state.ways) {
      if (way.kind != FlowLine::Kind::rest) continue;
      has_rest = true;
      if (way.target != change.place.to) continue;
      start(Code::E502, change,
            fmt::format("`{}` is the rest, which follows from the other lines",
                        place_text(journey_, change.place)));
      diagnostic_.labels = {{flows[way.line].span, "takes what the others leave"}};
      diagnostic_.help = {
          "change the lines beside it, or write this way as a share and let `rest` "
          "lead elsewhere"};
      finish();
      return true;
    }
    if (has_rest || state.ways.empty() || changes_others(change)) return false;
    const std::string name = quoted_name(journey_.places[change.place.from].heading);
    start(Code::E502, change,
          fmt::format("the ways out of {} would no longer add up to 100%: none of them is `rest`",
                      name));
    for (const Way& way : state.ways) {
      if (diagnostic_.labels.size() < 6) {
        diagnostic_.labels.push_back({flows[way.line].span, ""});
      }
    }
    diagnostic_.help = {"let one of these lines take what is left", "+     rest  -> …"};
    finish();
    return true;
  }

  // Lines that change two ways of one place may make up for each other.
  bool changes_others(const Change& change) const {
    return std::any_of(fix_.changes.begin(), fix_.changes.end(), [&](const Change& other) {
      return &other != &change && other.kind != Kind::remove && other.kind != Kind::move &&
             other.place.kind == ChangePlace::Kind::flow && other.place.from == change.place.from;
    });
  }

  bool is_beyond(const Change& change, const State& state) {
    double before = 0;
    double factors = 1;
    bool is_sure = true;
    for (const Way& way : state.ways) {
      if (way.target != change.place.to || way.kind == FlowLine::Kind::rest) continue;
      before = way.kind == FlowLine::Kind::share ? world_.at(way.value) : 1;
      is_sure = is_certain(journey_, way.value);
      for (const ParameterId factor : way.factors) factors *= world_.at(factor);
    }
    const double after = apply(change, before);
    const auto percent = [&](double share) {
      return percent_text(share, is_certain(journey_, change.amount.first) && is_sure);
    };
    const double sum = to_double(resolve_row(state, world_).written_sum) +
                       (std::min(after, 1.0) - before) * factors;
    const std::string what = fmt::format("{} `{}`{} ", word_of(change),
                                         place_text(journey_, change.place), by_text(change));
    if (after > 1 + 1e-9) {
      start(Code::W504, change, what + "passes 100%; it is cut off there");
      diagnostic_.caption = fmt::format("{} would become {}", percent(before), percent(after));
    } else if (after < -1e-9) {
      start(Code::W504, change, what + "falls below 0%; it is cut off there");
      diagnostic_.caption = "there are only " + percent(before);
    } else if (sum > 1 + 1e-9 && !changes_others(change)) {
      const std::string name = quoted_name(journey_.places[change.place.from].heading);
      start(Code::W504, change,
            fmt::format("{}makes the ways out of {} add up to {}; they are scaled to 100%", what,
                        name, percent(sum)));
      diagnostic_.caption = fmt::format("{} would become {}", percent(before), percent(after));
    } else {
      return false;
    }
    diagnostic_.help = {"use a smaller number"};
    finish();
    return true;
  }

  double apply(const Change& change, double before) const {
    return changed_value(change, world_.at(change.amount.first), before);
  }

  std::string by_text(const Change& change) const {
    return (change.kind == Kind::set ? " to " : " by ") + amount_text(journey_, change);
  }

  // ---- takes, earns, costs, feels

  void check_value(const Change& change) {
    const Place& place = journey_.places[change.place.at];
    const char* word = "takes";
    bool is_written = !place.takes.empty();
    if (change.place.kind == ChangePlace::Kind::earns) word = "earns";
    if (change.place.kind == ChangePlace::Kind::costs) word = "costs";
    if (change.place.kind == ChangePlace::Kind::feels) word = "feels";
    if (change.place.kind == ChangePlace::Kind::earns) is_written = !place.earns.empty();
    if (change.place.kind == ChangePlace::Kind::costs) is_written = !place.costs.empty();
    if (change.place.kind == ChangePlace::Kind::feels) is_written = !place.feels.empty();
    const bool needs_line = change.kind == Kind::scale || change.kind == Kind::lower;
    if (!is_written && needs_line && change.place.kind != ChangePlace::Kind::feels) {
      start(Code::E502, change,
            fmt::format("{} has no `{}` line to {}", quoted_name(place.heading), word,
                        change.kind == Kind::scale ? "multiply" : "lower"));
      diagnostic_.labels = {{place.heading.name_span, ""}};
      diagnostic_.help = {
          fmt::format("write what it is today: `{}` under \"{}\"", word, place.heading.name)};
      return finish();
    }
    for (const StateRef ref : fitting_states(change.place.at, change.scope)) {
      if (is_value_refused(change, word, state_at(ground_.spaces, ref))) return;
    }
  }

  bool is_value_refused(const Change& change, const char* word, const State& state) {
    const bool is_money = change.place.kind == ChangePlace::Kind::earns ||
                          change.place.kind == ChangePlace::Kind::costs;
    if (is_money) {
      const std::vector<MoneyLine>& lines =
          change.place.kind == ChangePlace::Kind::earns ? state.earns : state.costs;
      return lines.size() > 1 && report_several(change, word, lines);
    }
    if (change.place.kind == ChangePlace::Kind::feels) return is_off_scale(change, state);
    if (!state.takes || state.takes->law != Law::fixed) return false;
    const double before = world_.at(state.takes->first);
    if (apply(change, before) >= 0) return false;
    start(Code::W504, change,
          fmt::format("{} `{}`{} falls below 0; it is cut off there", word_of(change),
                      place_text(journey_, change.place), by_text(change)));
    diagnostic_.caption = "it takes only " + format_duration(before);
    diagnostic_.help = {"use a smaller number"};
    finish();
    return true;
  }

  bool report_several(const Change& change, const char* word, const std::vector<MoneyLine>& lines) {
    start(Code::E502, change,
          fmt::format("{} lines answer to `{}`: which one is meant?", lines.size(),
                      place_text(journey_, change.place)));
    for (const MoneyLine& line : lines) {
      if (diagnostic_.labels.size() < 6) diagnostic_.labels.push_back({line.span, ""});
    }
    diagnostic_.help = {
        fmt::format("give the number a name with `assume`, use it on the `{}` line, and change "
                    "that name",
                    word)};
    finish();
    return true;
  }

  bool is_off_scale(const Change& change, const State& state) {
    const double before = state.feels.is_valid() ? world_.at(state.feels) : 0;
    const double after = apply(change, before);
    const Frame& frame = journey_.frame;
    if (after <= frame.emotion_high + 1e-9 && after >= frame.emotion_low - 1e-9) return false;
    start(Code::W504, change,
          fmt::format("{} `{}`{} leaves the scale of feelings, {:+g} to {:+g}; it is cut off there",
                      word_of(change), place_text(journey_, change.place), by_text(change),
                      frame.emotion_low, frame.emotion_high));
    diagnostic_.caption = fmt::format("{:+.3g} would become {:+.3g}", before, after);
    diagnostic_.help = {"use a smaller number"};
    finish();
    return true;
  }

  const CheckGround& ground_;
  const Journey& journey_;
  const World& world_;
  Shared& shared_;
  const Fix& fix_;
  Diagnostics& diagnostics_;
  Diagnostic diagnostic_{Code::E502, {}, "", "", {}, {}, {}, {}};
};

}  // namespace

void check_fixes(const CheckGround& ground, Diagnostics& diagnostics) {
  if (ground.journey.fixes.empty()) return;
  Shared shared;
  shared.world = best_estimate(ground.journey);
  for (const Fix& fix : ground.journey.fixes) {
    for (const Change& change : fix.changes) {
      const bool adds = change.kind == Kind::set || change.kind == Kind::raise;
      if (adds) shared.added.insert({change.place.from, change.place.to});
    }
  }
  for (const Fix& fix : ground.journey.fixes) FixCheck(ground, shared, fix, diagnostics).check();
}

}  // namespace cairn
