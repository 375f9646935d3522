#include "simulator/predict.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "base/check.h"
#include "simulator/best.h"
#include "simulator/doubt.h"
#include "simulator/estimates.h"
#include "simulator/figures.h"
#include "simulator/follow_up.h"
#include "simulator/luck.h"
#include "simulator/referred.h"
#include "simulator/setting.h"
#include "simulator/time_doubt.h"
#include "simulator/time_figures.h"
#include "simulator/walk/statistics.h"
#include "simulator/walked.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

void leave_undefined(std::string why, Answer& answer) {
  answer.is_defined = false;
  answer.why_not = std::move(why);
}

/// The walk's 5 and 95 % ends around a figure that is known to a standard error.
void spread_by_noise(double standard_error, double least, Estimate& estimate) {
  estimate.low = std::max(estimate.best - kNormal95 * standard_error, least);
  estimate.high = estimate.best + kNormal95 * standard_error;
}

void answer_quantile(const Walked& walked, std::size_t q, Answer& answer) {
  if (walked.people == 0) {
    return leave_undefined("a quantile needs the walk: ask for more than 0 people", answer);
  }
  const auto found = walked_quantile(walked, q, answer.question.metric.stat);
  if (!found) return leave_undefined("a quantile over nobody", answer);
  Estimate& estimate = answer.estimate;
  estimate.method = Method::walk;
  estimate.value = found->value;
  estimate.best = found->value;
  estimate.error = found->standard_error;
  spread_by_noise(found->standard_error, 0, estimate);
}

/// Without noise; the walk's own quantile stands beside it.
void answer_solved_quantile(const TimeFigure& solved, const std::vector<double>& by_world,
                            bool keep_samples, const Walked& walked, std::size_t q,
                            Answer& answer) {
  Estimate& estimate = answer.estimate;
  estimate.method = Method::grid;
  estimate.value = estimate.best = solved.best;
  // The bracket is no range: without worlds there is none.
  estimate.low = estimate.high = solved.best;
  estimate.error = (solved.high - solved.low) / 2;
  spread_over_worlds(by_world, keep_samples, estimate);
  if (walked.people == 0) return;
  const TimeCounts& times = walked.result.times[walked.times_of[q]];
  if (times.empty()) return;
  answer.walk = compare_quantile(times, quantile_level(answer.question.metric.stat), solved);
}

/// All that the engines found.
struct Findings {
  WorldChains at_best;
  BestAnswer best;
  DoubtAnswer doubt;
  Walked walked;
  std::vector<std::optional<TimeFigure>> times;  // by question; empty if nothing was solved
  std::vector<std::vector<double>> time_doubt;   // by question, then world; empty without worlds
  std::vector<MixTotals> mixes;                  // of the best answer
  // Squares of times: a grid's are its own, not the journey's, until they are corrected.
  bool has_squares = false;
};

/// Standard deviation of a time between the people who get there; nothing for other figures.
std::optional<double> deviation_of(const MetricForm& form, const Totals& totals) {
  if (!form.square || !std::isfinite(totals[*form.square])) return std::nullopt;
  Ratio square = form.ratio;
  square.numerator = {{*form.square, 1}};
  const std::optional<double> mean = evaluate(form.ratio, totals);
  const std::optional<double> mean_square = evaluate(square, totals);
  if (!mean || !mean_square) return std::nullopt;
  return std::sqrt(std::max(*mean_square - *mean * *mean, 0.0));
}

Answer answer_question(const Setting& setting, const FigurePlan& plan, const Findings& findings,
                       const Question& question, std::size_t q, bool keep_samples) {
  Answer answer;
  answer.question = question;
  const MetricForm& form = plan.forms[q];
  const MixTotals& mix = findings.mixes[plan.mix_of[q]];
  answer.unit = form.unit;
  if (!form.why_not.empty()) {
    leave_undefined(form.why_not, answer);
    return answer;
  }
  if (!(mix.share > 0)) {
    leave_undefined("nobody is in this group", answer);
    return answer;
  }
  if (form.is_quantile) {
    if (!findings.times.empty() && findings.times[q]) {
      answer_solved_quantile(*findings.times[q], findings.time_doubt[q], keep_samples,
                             findings.walked, q, answer);
    } else if (!findings.times.empty() && std::isnan(findings.best.values[q])) {
      leave_undefined("a quantile over nobody", answer);
    } else {
      answer_quantile(findings.walked, q, answer);
    }
    return answer;
  }
  const double best = findings.best.values[q];
  if (!std::isfinite(best)) {
    leave_undefined(std::isnan(best) ? "a mean over nobody" : "grows without end", answer);
    return answer;
  }
  if (findings.has_squares) answer.deviation = deviation_of(form, mix.totals);
  answer.estimate = {best, best, best, best, findings.best.errors[q], findings.best.method, {}};
  if (findings.best.method == Method::walk) {
    spread_by_noise(findings.best.errors[q], -std::numeric_limits<double>::infinity(),
                    answer.estimate);
    return answer;
  }
  if (!findings.doubt.values.empty()) {
    spread_over_worlds(findings.doubt.values[q], keep_samples, answer.estimate);
  }
  const double factor = calendar_factor(*setting.journey, form, findings.at_best.world, mix.share);
  answer.walk = walked_figure(plan, findings.walked, q, factor, answer);
  return answer;
}

/// Customers among those who enter in one unit of time; nothing if that is not written, or if
/// nobody asked for the conversion of everyone.
std::optional<Customers> find_customers(const Setting& setting, const FigurePlan& plan,
                                        const Findings& findings,
                                        const std::vector<Question>& questions) {
  const Frame& frame = setting.journey->frame;
  if (!frame.entrants.is_valid()) return std::nullopt;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const bool is_asked = questions[q].metric.kind == Metric::Kind::conversion &&
                          questions[q].groups.empty() && plan.forms[q].why_not.empty();
    if (!is_asked || !std::isfinite(findings.best.values[q])) continue;
    const std::vector<double> none;
    Customers customers = forecast_customers(
        findings.at_best.world.at(frame.entrants), findings.best.values[q], findings.doubt.entrants,
        findings.doubt.values.empty() ? none : findings.doubt.values[q]);
    customers.entrants_per_days = frame.entrants_per_days;
    return customers;
  }
  return std::nullopt;
}

/// Places whose times are asked for.
ExactNeeds timed_places(const std::vector<Question>& questions) {
  ExactNeeds needs;
  for (const Question& question : questions) {
    const Metric& metric = question.metric;
    const bool is_timed =
        metric.kind == Metric::Kind::time_to || metric.kind == Metric::Kind::touches;
    if (is_timed && metric.to == Metric::To::place) needs.places.push_back(metric.place);
  }
  return needs;
}

// Taking every touchpoint out costs one elimination each: beyond so many it would be felt.
constexpr std::size_t kMostRoles = 300;
// Curves of more would be felt, and not be read.
constexpr std::size_t kMostTimedPersonas = 8;
// Enough to draw the curve.
constexpr std::array<double, 21> kTimeLevels = {0.01, 0.05, 0.1,  0.15, 0.2,  0.25, 0.3,
                                                0.35, 0.4,  0.45, 0.5,  0.55, 0.6,  0.65,
                                                0.7,  0.75, 0.8,  0.85, 0.9,  0.95, 0.99};

/// Of the groups that some question asks about.
std::size_t find_mix(const FigurePlan& plan, const std::vector<Group>& groups) {
  const auto mix =
      std::find_if(plan.mixes.begin(), plan.mixes.end(),
                   [&groups](const FigurePlan::Mix& one) { return one.groups == groups; });
  CAIRN_CHECK(mix != plan.mixes.end());
  return static_cast<std::size_t>(mix - plan.mixes.begin());
}

/// The persona that a mix of classes is about, if it is about one alone.
std::optional<PersonaId> only_persona(const std::vector<Group>& groups) {
  if (groups.size() != 1 || groups.front().traits.size() != 1) return std::nullopt;
  const PersonaId persona = groups.front().traits.front().persona;
  return persona.is_valid() ? std::optional(persona) : std::nullopt;
}

void follow_up(const Setting& setting, const FigurePlan& plan, const Findings& findings,
               const RunOptions& options, Prediction& prediction) {
  const WorldChains& at_best = findings.at_best;
  if (options.find_touches) prediction.touches = find_touches(setting, at_best);
  if (options.find_details && setting.journey->places.size() <= kMostRoles) {
    prediction.roles = find_roles(setting, at_best);
  }
  if (options.find_times) {
    Metric metric;
    metric.kind = Metric::Kind::time_to;
    metric.to = Metric::To::conversion;
    const auto times_of = [&](std::size_t mix) {
      return solve_time_percentiles(setting, plan, metric, mix, at_best, findings.best,
                                    {kTimeLevels.begin(), kTimeLevels.end()}, options.threads);
    };
    prediction.conversion_times = times_of(find_mix(plan, {}));
    for (std::size_t m = 1; m < plan.mixes.size(); ++m) {
      const std::optional<PersonaId> persona = only_persona(plan.mixes[m].groups);
      if (!persona || prediction.persona_times.size() == kMostTimedPersonas) continue;
      prediction.persona_times.push_back({*persona, times_of(m)});
    }
  }
  if (options.given.is_valid()) prediction.given = find_given(setting, at_best, options.given);
}

WalkOptions walk_options(const RunOptions& options) {
  WalkOptions walking;
  walking.seed = options.seed;
  walking.people = options.people;
  walking.threads = options.threads;
  walking.kernel = options.kernel;
  walking.precision = options.precision;
  walking.progress = options.progress;
  return walking;
}

void write_record(const Setting& setting, const Findings& findings, const RunOptions& options,
                  Prediction& prediction) {
  RunRecord& record = prediction.record;
  record.seed = options.seed;
  record.worlds = findings.doubt.values.empty() ? 0 : options.worlds;
  record.people = findings.walked.people;
  record.is_without_doubt = findings.best.method == Method::iterative && options.worlds > 0 &&
                            has_doubt(*setting.journey);
  record.is_walked_alone = findings.best.method == Method::walk;
  const double horizon_days = findings.at_best.weights.horizon_days;
  record.horizon_days = std::isfinite(horizon_days) ? horizon_days : 0;
  for (const StateSpace& space : setting.spaces) record.state_count += space.states.size();
  record.class_count = static_cast<std::uint32_t>(setting.classes.size());
  record.cut_walks = findings.walked.result.cut_walks;
  record.scaled_worlds = findings.doubt.scaled_share;
  record.scaled_sites = findings.doubt.scaled_sites;
  for (const Answer& answer : prediction.answers) {
    if (answer.walk) record.worst_z = std::max(record.worst_z, std::fabs(answer.walk->z));
  }
}

}  // namespace

namespace {

// Parts of what is left that steps are thought to take, as measured on the specs; only the bar of
// progress depends on them.
constexpr double kSolvePart = 0.2, kDoubtPart = 0.7;

double walk_part(const RunOptions& options, bool has_draws) {
  // A draw takes about as long as so many people; the best estimates as so many draws.
  constexpr double kPeoplePerDraw = 2'000, kDrawsOfBest = 200;
  if (options.engine == Engine::walk) return 1;
  const auto people = static_cast<double>(options.people);
  const double draws = kDrawsOfBest + (has_draws ? options.worlds : 0);
  return people / (people + kPeoplePerDraw * draws);
}

bool is_nps(const Question& question) {
  return question.metric.kind == Metric::Kind::nps;
}

Prediction predict_figures(const Journey& journey, const std::vector<Question>& questions,
                           const RunOptions& options, Feelings feelings) {
  Setting setting = build_setting(journey, timed_places(questions), options.most_states);
  setting.feelings = feelings;
  for (const StateSpace& space : setting.spaces) CAIRN_CHECK(space.is_complete);
  const FigurePlan plan = plan_figures(setting, questions);

  Findings findings;
  findings.time_doubt.resize(questions.size());
  findings.at_best = build_world_chains(setting, written_estimate(journey));
  const std::uint64_t people = options.engine == Engine::exact ? 0 : options.people;
  WalkOptions walking = walk_options(options);
  walking.people = people;
  if (people > 0) {
    begin_step(options.progress, "walking people", people, walk_part(options, has_doubt(journey)));
  }
  findings.walked = walk_people(setting, plan, findings.at_best, questions, walking);
  if (options.engine == Engine::walk) {
    findings.best = answer_by_walk(setting, plan, findings.at_best, findings.walked);
  } else {
    // Of the two, the first is most of the work.
    begin_step(options.progress, "solving", 2, kSolvePart);
    findings.best = solve_best(setting, plan, questions, findings.at_best, options.threads);
    advance(options.progress);
    if (options.find_details) {
      sharpen_squares(setting, plan, findings.at_best, options.threads, findings.best);
    }
    findings.times = solve_time_figures(setting, plan, questions, findings.at_best, findings.best,
                                        options.threads);
    advance(options.progress);
    // A world takes seconds on a large journey: a thousand of them are left out, and said to be.
    if (options.worlds > 0 && has_doubt(journey) && findings.best.method != Method::iterative) {
      {
        const ProgressScope scope(options.progress, kDoubtPart);
        findings.doubt = solve_doubt(setting, plan, findings.at_best, findings.best, options.seed,
                                     options.worlds, options.threads, options.progress);
      }
      findings.time_doubt = solve_time_doubt(setting, plan, questions, findings.at_best,
                                             findings.best, findings.times, options.seed,
                                             options.worlds, options.threads, options.progress);
    }
  }
  findings.has_squares = findings.best.method != Method::grid || options.find_details;
  findings.mixes = mix_classes(plan, findings.at_best.shares, findings.best.by_class);

  Prediction prediction;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    prediction.answers.push_back(
        answer_question(setting, plan, findings, questions[q], q, options.keep_samples));
  }
  prediction.flows = flow_volumes(setting, findings.mixes[find_mix(plan, options.flows_of)].totals);
  if (options.engine != Engine::walk && !has_large_class(setting)) {
    follow_up(setting, plan, findings, options, prediction);
  }
  prediction.customers = find_customers(setting, plan, findings, questions);
  write_record(setting, findings, options, prediction);
  return prediction;
}

/// Scores are solved by themselves: the same journey with scores for feelings.
void answer_scores(const Journey& journey, const std::vector<Question>& questions,
                   const RunOptions& options, Prediction& prediction) {
  std::vector<Question> scores;
  for (const Question& question : questions) {
    if (is_nps(question)) scores.push_back(question);
  }
  if (scores.empty()) return;
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = std::min<std::uint64_t>(options.people, 200'000);
  how.threads = options.threads;
  how.keep_samples = options.keep_samples;
  how.engine = options.engine;
  how.most_states = options.most_states;
  const Prediction found = predict_figures(journey, scores, how, Feelings::nps);
  std::vector<Answer> answers;
  std::size_t next_score = 0, next_other = 0;
  for (const Question& question : questions) {
    answers.push_back(is_nps(question) ? found.answers[next_score++]
                                       : prediction.answers[next_other++]);
  }
  prediction.answers = std::move(answers);
  prediction.record.worst_z = std::max(prediction.record.worst_z, found.record.worst_z);
}

}  // namespace

Prediction predict(const Journey& journey, const std::vector<Question>& questions,
                   const RunOptions& options) {
  std::vector<Question> others;
  for (const Question& question : questions) {
    if (!is_nps(question)) others.push_back(question);
  }
  Prediction prediction = predict_figures(journey, others, options, Feelings::feels);
  answer_scores(journey, questions, options, prediction);
  if (options.engine != Engine::walk) add_referrals(journey, prediction);
  return prediction;
}

PathsWritten write_walked_paths(const Journey& journey, const RunOptions& options,
                                const TextSink& sink) {
  const Setting setting = build_setting(journey);
  const WorldChains numbers = build_world_chains(setting, written_estimate(journey));
  return write_paths(journey, walk_classes(setting, numbers), numbers.weights,
                     walk_options(options), sink);
}

}  // namespace cairn
