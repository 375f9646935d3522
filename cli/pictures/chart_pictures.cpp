#include "cli/pictures/chart_pictures.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "decision/advising.h"
#include "journey/apply.h"
#include "journey/comparison.h"
#include "render/charts/compare.h"
#include "render/charts/emotion.h"
#include "render/charts/funnel.h"
#include "render/charts/sankey.h"
#include "render/charts/time.h"
#include "simulator/compare.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

// Of the work; only the bar of progress depends on them.
constexpr double kHalf = 0.5, kComparing = 0.85;

/// As `cairn run` asks, without the walk: pictures show what is solved.
RunOptions run_options(const PictureRequest& request) {
  RunOptions how;
  how.people = 0;
  how.threads = request.threads;
  how.progress = request.progress;
  return how;
}

/// What `cairn run` asks; of one persona what is asked of everyone and of it.
std::vector<Question> questions_of(const PictureRequest& request) {
  std::vector<Question> questions = standard_questions(request.journey);
  if (!request.persona.is_valid()) return questions;
  const std::vector<Group> wanted{{{{request.persona, {}, {}, {}}}}};
  std::erase_if(questions, [&](const Question& question) {
    return !question.groups.empty() && question.groups != wanted;
  });
  return questions;
}

/// Today and, if fixes are asked for, the journey with them.
struct Predictions {
  Prediction today;
  std::optional<Prediction> scenario;
};

std::variant<Predictions, PictureError> predict_both(const PictureRequest& request,
                                                     const RunOptions& how) {
  const std::vector<Question> questions = questions_of(request);
  Predictions predictions;
  {
    const ProgressScope scope(request.progress, request.fixes.empty() ? 1 : kHalf);
    predictions.today = predict(request.journey, questions, how);
  }
  if (request.fixes.empty()) return predictions;
  const std::optional<Journey> applied = apply_fixes(request.journey, request.fixes);
  if (!applied) return PictureError{"today and these fixes together make too many states"};
  predictions.scenario = predict(*applied, questions, how);
  return predictions;
}

ChartInput chart_input(const PictureRequest& request) {
  ChartInput input{request.journey};
  input.scenario_label = request.scenario_label;
  input.persona = request.persona;
  input.language = request.language;
  return input;
}

ChartInput chart_input(const PictureRequest& request, const Predictions& predictions) {
  ChartInput input = chart_input(request);
  input.today = &predictions.today;
  if (predictions.scenario) input.scenario = &*predictions.scenario;
  return input;
}

using MadeChart = std::variant<Chart, PictureError>;

/// A chart of one or two predictions.
MadeChart chart_of_predictions(const PictureRequest& request, const RunOptions& how,
                               MadeChart (*draw)(const ChartInput&)) {
  const auto predicted = predict_both(request, how);
  if (const PictureError* error = std::get_if<PictureError>(&predicted)) return *error;
  return draw(chart_input(request, std::get<Predictions>(predicted)));
}

/// The fixes of the request, each alone and together; all of the journey's without any.
std::vector<Alternative> alternatives_of(const PictureRequest& request) {
  if (request.fixes.empty()) return all_alternatives(request.journey);
  std::vector<Alternative> alternatives;
  for (const FixId fix : request.fixes) {
    alternatives.push_back({Alternative::Kind::fix, {fix}, {}});
  }
  if (request.fixes.size() < 2) return alternatives;
  Alternative together{Alternative::Kind::chosen, request.fixes, {}};
  for (std::size_t i = 0; i < request.journey.scenarios.size(); ++i) {
    const ScenarioId id = request.journey.scenarios.id_at(i);
    if (request.journey.scenarios[id].fixes != request.fixes) continue;
    together.kind = Alternative::Kind::scenario;
    together.scenario = id;
    break;
  }
  alternatives.push_back(together);
  return alternatives;
}

MadeChart chart_of_comparison(const PictureRequest& request) {
  const Journey& journey = request.journey;
  const std::vector<Alternative> alternatives = alternatives_of(request);
  if (alternatives.empty()) {
    return PictureError{
        "it has no `fix` to compare; add one, such as\n"
        "  fix better-page\n    raise home -> basket by 2pp to 6pp"};
  }
  CompareOptions how;
  how.threads = request.threads;
  how.find_places = false;
  how.progress = request.progress;
  const std::optional<Comparison> comparison = [&] {
    const ProgressScope scope(request.progress, kComparing);
    return compare(journey, alternatives, compare_questions(journey), how);
  }();
  if (!comparison) {
    return PictureError{
        "today and the fixes together make too many states to be solved in many worlds; choose "
        "one with --scenario"};
  }
  ExperimentOptions tests;
  tests.worlds = comparison->record.worlds;
  tests.threads = request.threads;
  tests.progress = request.progress;
  return draw_compare(chart_input(request), *comparison, advise_all(journey, *comparison, tests));
}

MadeChart chart_of_flows(const PictureRequest& request, RunOptions how) {
  if (request.persona.is_valid() && request.journey.personas.size() > 1) {
    how.flows_of = {{{{request.persona, {}, {}, {}}}}};
  }
  return chart_of_predictions(request, how, draw_sankey);
}

MadeChart draw_kind(const PictureRequest& request) {
  RunOptions how = run_options(request);
  switch (request.kind) {
    case PictureKind::funnel:
      return chart_of_predictions(request, how, draw_funnel);
    case PictureKind::compare:
      return chart_of_comparison(request);
    case PictureKind::emotion:
      return chart_of_predictions(request, how, draw_emotion);
    case PictureKind::time:
      how.find_times = true;
      return chart_of_predictions(request, how, draw_time);
    case PictureKind::sankey:
      return chart_of_flows(request, how);
    case PictureKind::flow:
    case PictureKind::map:
      break;
  }
  return PictureError{"this picture cannot be drawn yet"};
}

/// What is written for these people, without a condition: where nothing can be counted it is all
/// that is known. A line about a persona says more than one about all.
std::optional<double> written_feeling(const Journey& journey, const Place& place,
                                      const std::vector<Group>& who) {
  std::optional<double> general;
  for (const FeelingLine& line : place.feels) {
    if (!line.scope.conditions.empty()) continue;
    const double value = to_double(journey.parameters[line.value].best);
    if (!who.empty() && line.scope.groups == who) return value;
    if (line.scope.groups.empty() && !general) general = value;
  }
  return general;
}

/// Feelings need no numbers: the answers are what is written.
Prediction written_feelings(const Journey& journey) {
  std::vector<std::vector<Group>> whos{{}};
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    Group& group = whos.emplace_back().emplace_back();
    group.traits.emplace_back().persona = journey.personas.id_at(i);
  }
  Prediction written;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    for (const std::vector<Group>& who : whos) {
      const auto value = written_feeling(journey, journey.places[id], who);
      if (!value) continue;
      // One visit each, so that a mean over a stage is one over its touchpoints.
      for (const auto& [kind, figure] :
           {std::pair{Metric::Kind::emotion, *value}, std::pair{Metric::Kind::visits, 1.0}}) {
        Answer& answer = written.answers.emplace_back();
        answer.question.metric.kind = kind;
        answer.question.metric.place = id;
        answer.question.groups = who;
        answer.estimate.value = answer.estimate.best = figure;
        answer.estimate.low = answer.estimate.high = figure;
      }
    }
  }
  return written;
}

std::variant<Drawing, PictureError> chart_of_written_feelings(const PictureRequest& request) {
  const Prediction written = written_feelings(request.journey);
  ChartInput input = chart_input(request);
  input.today = &written;
  auto made = draw_emotion(input);
  if (const PictureError* error = std::get_if<PictureError>(&made)) return *error;
  return std::move(std::get<Chart>(made).drawing);
}

}  // namespace

std::variant<Drawing, PictureError> make_chart(const PictureRequest& request) {
  if (!request.is_predictable && request.kind == PictureKind::emotion) {
    return chart_of_written_feelings(request);
  }
  if (!request.is_predictable) {
    return PictureError{
        "this spec has no shares yet, so nothing can be counted; write how many go each way, such "
        "as `46% -> checkout`"};
  }
  auto made = draw_kind(request);
  if (const PictureError* error = std::get_if<PictureError>(&made)) return *error;
  return std::move(std::get<Chart>(made).drawing);
}

}  // namespace cairn
