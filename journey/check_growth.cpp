// Referrals that bring more people than they come from (R21): W418.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/text.h"
#include "journey/checks.h"

namespace cairn {
namespace {

// Sweeps over all states before giving up; a loop that people stay in for a thousand rounds is
// followed far enough to see whether one referral more or less matters.
constexpr std::size_t kMostSweeps = 20'000;
constexpr std::size_t kMostWork = 50'000'000;  // ways followed, all classes and sources together

struct Edge {
  std::uint32_t to = 0;
  double share = 0;
};

// One class at best estimates: the ways of each state as plain numbers.
std::vector<std::vector<Edge>> make_edges(const StateSpace& space, const World& world) {
  std::vector<std::vector<Edge>> edges(space.states.size());
  for (std::size_t i = 0; i < space.states.size(); ++i) {
    const ResolvedRow row = resolve_row(space.states[i], world);
    for (std::size_t k = 0; k < row.shares.size(); ++k) {
      if (!(row.shares[k] > 0)) continue;
      for (const Arrival& arrival : space.states[i].ways[k].arrivals) {
        edges[i].push_back({arrival.state, row.shares[k] * arrival_probability(arrival, world)});
      }
    }
  }
  return edges;
}

/// Referred people by the source they come in by, for one who enters by each such source.
class Referrals {
 public:
  Referrals(const CheckGround& ground, const World& world)
      : ground_(ground), journey_(ground.journey), world_(world) {
    for (const Place& place : journey_.places) {
      for (const RefersLine& line : place.refers) {
        if (std::find(sources_.begin(), sources_.end(), line.source) == sources_.end()) {
          sources_.push_back(line.source);
        }
      }
    }
  }

  const std::vector<SourceId>& sources() const { return sources_; }
  bool is_exact() const { return is_exact_; }

  /// mean[i][j]: how many people someone who came by source i refers to source j. Classes of
  /// customers are mixed as the journey's shares say (R21: they get a persona like everyone).
  std::vector<std::vector<double>> means() {
    std::vector<std::vector<double>> mean(sources_.size(),
                                          std::vector<double>(sources_.size(), 0.0));
    const std::vector<double> shares = persona_shares();
    for (std::size_t s = 0; s < ground_.spaces.spaces.size(); ++s) {
      const StateSpace& space = ground_.spaces.spaces[s];
      if (!(shares[s] > 0)) continue;
      const std::vector<std::vector<Edge>> edges = make_edges(space, world_);
      const std::vector<std::vector<double>> referred = referred_per_visit(space);
      for (std::size_t i = 0; i < sources_.size(); ++i) {
        if (space.customer.source.is_valid() && space.customer.source != sources_[i]) continue;
        const std::vector<double> visits = mean_visits(space, edges, sources_[i]);
        for (std::size_t j = 0; j < sources_.size(); ++j) {
          for (std::size_t k = 0; k < visits.size(); ++k) {
            mean[i][j] += shares[s] * visits[k] * referred[j][k];
          }
        }
      }
    }
    return mean;
  }

 private:
  // The share of a class among those who come by one source: persona times device.
  std::vector<double> persona_shares() const {
    std::vector<CustomerClass> classes;
    for (const StateSpace& space : ground_.spaces.spaces) classes.push_back(space.customer);
    std::vector<double> shares = class_shares(journey_, classes, world_);
    // A referred person comes by the source whatever its own share is, so what counts is persona
    // times device: the classes that differ only by source, taken together.
    std::map<std::pair<PersonaId, DeviceId>, double> sums;
    for (std::size_t s = 0; s < classes.size(); ++s) {
      sums[{classes[s].persona, classes[s].device}] += shares[s];
    }
    for (std::size_t s = 0; s < classes.size(); ++s) {
      if (classes[s].source.is_valid()) shares[s] = sums[{classes[s].persona, classes[s].device}];
    }
    return shares;
  }

  std::vector<std::vector<double>> referred_per_visit(const StateSpace& space) const {
    std::vector<std::vector<double>> referred(sources_.size(),
                                              std::vector<double>(space.states.size(), 0.0));
    for (std::size_t k = 0; k < space.states.size(); ++k) {
      const State& state = space.states[k];
      for (const Referral& line : state.refers) {
        const auto found = std::find(sources_.begin(), sources_.end(), line.source);
        referred[static_cast<std::size_t>(found - sources_.begin())][k] += world_.at(line.people);
      }
    }
    return referred;
  }

  // Mean visits to each state, horizon left aside: v = e + v P, swept in place (Gauss-Seidel) until
  // nothing moves any more.
  std::vector<double> mean_visits(const StateSpace& space,
                                  const std::vector<std::vector<Edge>>& edges, SourceId source) {
    std::vector<double> waiting(space.states.size(), 0.0);  // visits not yet passed on
    std::vector<double> visits(space.states.size(), 0.0);
    for (const Arrival& arrival : space.entries[source.index]) {
      waiting[arrival.state] += arrival_probability(arrival, world_);
    }
    for (std::size_t sweep = 0; sweep < kMostSweeps; ++sweep) {
      double moved = 0;
      for (std::size_t k = 0; k < waiting.size(); ++k) {
        const double here = waiting[k];
        if (!(here > 0)) continue;
        waiting[k] = 0;
        visits[k] += here;
        for (const Edge& edge : edges[k]) waiting[edge.to] += here * edge.share;
        work_ += edges[k].size() + 1;
        if (!edges[k].empty()) moved += here;
      }
      if (moved < 1e-9) return visits;
      if (work_ > kMostWork) break;
    }
    is_exact_ = false;
    return visits;
  }

  const CheckGround& ground_;
  const Journey& journey_;
  const World& world_;
  std::vector<SourceId> sources_;
  std::size_t work_ = 0;
  bool is_exact_ = true;
};

// How much one round of referrals multiplies those who were referred, in the long run: the largest
// eigenvalue of a matrix without negative entries, by power iteration.
double growth_of(const std::vector<std::vector<double>>& mean) {
  std::vector<double> people(mean.size(), 1.0);
  double growth = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> next(mean.size(), 0.0);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      for (std::size_t j = 0; j < mean.size(); ++j) {
        // Half of them wait a round: rings of sources would otherwise swing for ever.
        next[j] += people[i] * mean[i][j];
      }
    }
    double sum = 0;
    double before = 0;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      next[i] = 0.5 * (next[i] + people[i]);
      sum += next[i];
      before += people[i];
    }
    growth = 2 * sum / before - 1;
    for (double& one : next) one /= sum;
    people = std::move(next);
  }
  return growth;
}

}  // namespace

void check_growth(const CheckGround& ground, Diagnostics& diagnostics) {
  constexpr std::size_t kMostSources = 50;  // a matrix of them is worked out
  const Journey& journey = ground.journey;
  const World world = best_estimate(journey);
  Referrals referrals(ground, world);
  if (referrals.sources().empty() || referrals.sources().size() > kMostSources) return;
  const double growth = growth_of(referrals.means());
  if (growth < 1) return;
  Diagnostic diagnostic{Code::W418, {}, "", "", {}, {}, {}, {}};
  for (const Place& place : journey.places) {
    for (const RefersLine& line : place.refers) {
      if (!diagnostic.span.is_valid()) {
        diagnostic.span = line.span;
      } else if (diagnostic.labels.size() < 5) {
        diagnostic.labels.push_back({line.span, ""});
      }
    }
  }
  const bool is_one = referrals.sources().size() == 1;
  diagnostic.message = fmt::format(
      "each entrant {} refers {}{} others: growth has no end inside the model",
      is_one ? "by \"" + journey.sources[referrals.sources().front()].heading.name + "\""
             : "who was referred",
      referrals.is_exact() ? "" : "more than ", fmt::format("{:.3g}", growth));
  if (journey.frame.horizon.is_valid()) diagnostic.caption = "with visits beyond the horizon";
  diagnostic.help = {"real referrals run out of people: lower `refers`, or the ways that lead here",
                     "figures by the calendar stop at the horizon"};
  diagnostics.add(std::move(diagnostic));
}

}  // namespace cairn
