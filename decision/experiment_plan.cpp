#include "decision/experiment_plan.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "decision/two_proportions.h"
#include "journey/apply.h"
#include "journey/changes.h"
#include "journey/world.h"
#include "simulator/follow_up.h"
#include "simulator/setting.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

double value_of(const Journey& journey, const std::optional<ParameterId>& id, double otherwise) {
  return id && id->is_valid() ? to_double(journey.parameters[*id].best) : otherwise;
}

Metric metric_of(const Experiment& experiment) {
  return experiment.metric.value_or(Metric{});  // conversion
}

std::string why_not_planned(const Journey& journey, const Experiment& experiment, PlaceId at) {
  const Metric metric = metric_of(experiment);
  if (!experiment.tests.is_valid()) return "it does not say which fix it `tests`";
  if (!at.is_valid()) return "the fix acts on no touchpoint where people could take part";
  if (metric.kind != Metric::Kind::reach && metric.kind != Metric::Kind::conversion) {
    return "only tests of a share are planned: `metric reach …` or `metric conversion`";
  }
  if (metric.kind == Metric::Kind::reach && metric.place == at) {
    return "everyone who takes part is there already: name a later place behind `metric reach`";
  }
  const bool is_loss_asked =
      metric.kind == Metric::Kind::conversion &&
      std::none_of(journey.places.begin(), journey.places.end(), [](const Place& place) {
        return place.counts == Counts::conversion || place.counts == Counts::win;
      });
  return is_loss_asked ? "nothing counts as conversion" : "";
}

TestSetup setup_of(const Journey& journey, const Experiment& experiment, TestMethod method) {
  TestSetup setup;
  setup.method = method;
  setup.share = value_of(journey, experiment.share, setup.share);
  setup.confidence = value_of(journey, experiment.confidence, setup.confidence);
  setup.power = value_of(journey, experiment.power, setup.power);
  return setup;
}

/// Rates of one test in any world.
class Rater {
 public:
  Rater(const Journey& applied, FixId fix, PlaceId at, const Metric& metric)
      : applied_(applied), fix_(fix), at_(at), metric_(metric), setting_(build_setting(applied)) {}

  bool is_too_large() const { return has_large_class(setting_); }

  struct Rate {
    double reach = 0;  // of entrants
    double rate = 0;   // of them
  };

  Rate find(const World& written, bool is_changed) const {
    Strengths strengths(applied_.fixes.size(), 0);
    strengths[fix_.index] = is_changed ? 1 : 0;
    const AfterPlace after =
        happens_after(setting_, build_world_chains(setting_, written, strengths), at_, metric_);
    return {after.reach, after.reach > 0 ? after.happens / after.reach : 0};
  }

 private:
  const Journey& applied_;
  FixId fix_;
  PlaceId at_;
  Metric metric_;
  Setting setting_;
};

void draw_effects(const Journey& journey, const Rater& rater, const ExperimentOptions& options,
                  PlannedExperiment& plan) {
  if (options.worlds == 0 || !has_doubt(journey)) return;
  const DrawPlan draws = plan_draws(journey);
  plan.effects.resize(options.worlds);
  plan.rates.resize(options.worlds);
  begin_step(options.progress, "planning tests", options.worlds, 1);
  for_each_index(options.worlds, options.threads, [&](std::size_t w) {
    const World world = draw_world(draws, options.seed, static_cast<std::uint32_t>(w));
    plan.rates[w] = rater.find(world, false).rate;
    plan.effects[w] = rater.find(world, true).rate - plan.rates[w];
    advance(options.progress);
  });
}

/// Mean power at the planned sizes over what the effect may be.
std::optional<double> assurance_of(const PlannedExperiment& plan) {
  if (!plan.sizes || plan.effects.empty()) return std::nullopt;
  double sum = 0;
  for (std::size_t w = 0; w < plan.effects.size(); ++w) {
    const Rates rates{plan.rates[w], std::clamp(plan.rates[w] + plan.effects[w], 0.0, 1.0)};
    // A test that finds the opposite of what is true finds nothing.
    sum += rates.control == rates.changed ? 0 : power_of(rates, *plan.sizes, plan.setup);
  }
  return sum / static_cast<double>(plan.effects.size());
}

void plan_traffic(const Journey& journey, PlannedExperiment& plan) {
  const Frame& frame = journey.frame;
  if (!frame.entrants.is_valid()) return;
  const double entrants = to_double(journey.parameters[frame.entrants].best);
  const double changed = plan.rate_today + plan.effect;
  double people_at_horizon = entrants * plan.reach;
  if (frame.entrants_per_days) {
    plan.people_per_day = people_at_horizon / *frame.entrants_per_days;
    if (plan.sizes) plan.days = test_days(total_of(*plan.sizes), *plan.people_per_day);
    people_at_horizon = *plan.people_per_day * journey.horizon_or_infinity();
  } else {
    plan.people_once = people_at_horizon;
  }
  if (std::isfinite(people_at_horizon) && people_at_horizon > 0 && plan.effect != 0) {
    plan.power_at_horizon = power_of({plan.rate_today, changed},
                                     split_participants(people_at_horizon, plan.setup), plan.setup);
  }
}

PlannedExperiment plan_experiment(const Journey& journey, std::size_t index,
                                  const ExperimentOptions& options) {
  const Experiment& experiment = journey.experiments[index];
  PlannedExperiment plan;
  plan.experiment = index;
  plan.at = participates_at(journey, experiment);
  plan.metric = metric_of(experiment);
  plan.setup = setup_of(journey, experiment, options.method);
  plan.why_not = why_not_planned(journey, experiment, plan.at);
  if (!plan.why_not.empty()) return plan;
  const std::optional<Journey> applied = apply_fixes(journey, {experiment.tests});
  const auto refuse = [&](const char* why) {
    plan.why_not = why;
    return plan;
  };
  if (!applied) return refuse("the journey and the fix make too many states");
  const Rater rater(*applied, experiment.tests, plan.at, plan.metric);
  if (rater.is_too_large()) return refuse("the journey has too many states");
  const World best = written_estimate(*applied);
  const Rater::Rate today = rater.find(best, false);
  if (!(today.reach > 0)) return refuse("nobody comes there today");
  plan.reach = today.reach;
  plan.rate_today = today.rate;
  plan.is_detected = experiment.detect.has_value();
  plan.effect = plan.is_detected ? value_of(journey, experiment.detect, 0)
                                 : rater.find(best, true).rate - today.rate;
  draw_effects(*applied, rater, options, plan);
  const double changed = plan.rate_today + plan.effect;
  if (!(changed >= 0 && changed <= 1)) return refuse("a rate would leave 0% to 100%");
  if (!is_valid(plan.setup)) return refuse("its share, confidence or power cannot be planned for");
  // The last bits of two solutions are no effect.
  if (std::fabs(plan.effect) < 1e-12) return refuse("the fix does not change this figure there");
  plan.sizes = sample_size({plan.rate_today, changed}, plan.setup);
  plan_traffic(journey, plan);
  if (!plan.is_detected) plan.assurance = assurance_of(plan);
  return plan;
}

}  // namespace

PlaceId participates_at(const Journey& journey, const Experiment& experiment) {
  if (experiment.at.is_valid() || !experiment.tests.is_valid()) return experiment.at;
  for (const PlaceId place : acted_places(journey, journey.fixes[experiment.tests])) {
    if (journey.places[place].kind == Place::Kind::touchpoint) return place;
  }
  return {};
}

std::vector<PlannedExperiment> plan_experiments(const Journey& journey,
                                                const ExperimentOptions& options) {
  std::vector<PlannedExperiment> plans;
  for (std::size_t i = 0; i < journey.experiments.size(); ++i) {
    const ProgressScope scope(options.progress,
                              1 / static_cast<double>(journey.experiments.size() - i));
    plans.push_back(plan_experiment(journey, i, options));
  }
  return plans;
}

}  // namespace cairn
