#include "journey/answer_json.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

#include "journey/metric_name.h"

namespace cairn {
namespace {

constexpr int kSchemaVersion = 1;

std::string_view method_name(Method method) {
  switch (method) {
    case Method::exact:
      return "exact";
    case Method::iterative:
      return "iterative";
    case Method::grid:
      return "grid";
    case Method::walk:
      return "walk";
  }
  return "";
}

}  // namespace

Json to_number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const std::string digits = fmt::format("{:.12g}", value);
  double rounded = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), rounded);
  // -0 would print a sign that means nothing.
  return rounded == 0 ? 0.0 : rounded;
}

std::string unit_name(const Journey& journey, Unit unit) {
  switch (unit) {
    case Unit::share:
      return "share";
    case Unit::points:
      return "points";
    case Unit::factor:
      return "count";
    case Unit::money:
      return journey.frame.currency;
    case Unit::days:
      return "days";
    case Unit::feeling:
      return "feeling";
    case Unit::people:
      return "people";
  }
  return "";
}

Json to_string_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json question_to_json(const Journey& journey, const Question& question) {
  Json json;
  json["metric"] = metric_words(question.metric);
  json["of"] = to_string_or_null(metric_subject(journey, question.metric));
  json["for"] =
      question.groups.empty() ? Json(nullptr) : Json(groups_name(journey, question.groups));
  return json;
}

Json answer_to_json(const Journey& journey, const Answer& answer, const std::string& in) {
  const Estimate& estimate = answer.estimate;
  const auto figure = [&](double value) {
    return answer.is_defined ? to_number(value) : Json(nullptr);
  };
  Json json = question_to_json(journey, answer.question);
  json["in"] = to_string_or_null(in);
  json["unit"] = unit_name(journey, answer.unit);
  json["value"] = figure(estimate.value);
  json["low"] = figure(estimate.low);
  json["high"] = figure(estimate.high);
  // How well the worlds pin the ends down; solved without doubt there is nothing to tell.
  if (answer.is_defined && (estimate.low_error > 0 || estimate.high_error > 0)) {
    json["low_error"] = to_number(estimate.low_error);
    json["high_error"] = to_number(estimate.high_error);
  }
  json["best"] = figure(estimate.best);
  json["method"] = answer.is_defined ? Json(method_name(estimate.method)) : Json(nullptr);
  json["error"] = figure(estimate.error);
  if (!answer.why_not.empty()) json["why"] = answer.why_not;
  if (answer.deviation && answer.is_defined) {
    json["standard_deviation"] = to_number(*answer.deviation);
  }
  if (answer.walk && answer.is_defined) {
    json["walk"] = Json{{"value", to_number(answer.walk->value)},
                        {"standard_error", to_number(answer.walk->standard_error)},
                        {"z", to_number(answer.walk->z)}};
  }
  return json;
}

Json start_envelope(const Envelope& envelope, const RunRecord& record) {
  const auto figure = [&](auto value) { return envelope.has_run ? Json(value) : Json(nullptr); };
  Json json;
  json["cairn"] = envelope.version;
  json["schema"] = kSchemaVersion;
  json["command"] = envelope.command;
  json["spec_sha256"] = to_string_or_null(envelope.spec_sha256);
  json["seed"] = figure(record.seed);
  json["worlds"] = figure(record.worlds);
  json["people"] = figure(record.people);
  return json;
}

std::string finish_envelope(const Json& json, const Envelope& envelope) {
  // Texts come from checked UTF-8; should one ever not be, a replacement character beats a throw.
  std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  // The diagnostics are JSON already, and may be many: put in as they are, as the last member.
  text.resize(text.size() - std::string_view("\n}").size());
  return text + ",\n  \"diagnostics\": " + envelope.diagnostics_json + "\n}\n";
}

}  // namespace cairn
