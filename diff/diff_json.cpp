// The comparison for machines: docs/diff.schema.json.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "diff/diff_report.h"
#include "journey/kind_words.h"

namespace cairn {
namespace {

using Json = nlohmann::ordered_json;

const char* topic_word(DiffTopic topic) {
  switch (topic) {
    case DiffTopic::model:
      return "model";
    case DiffTopic::words:
      return "words";
    case DiffTopic::plans:
      return "plans";
    case DiffTopic::evidence:
      return "evidence";
    case DiffTopic::unread:
      return "unread";
  }
  return "";
}

const char* mark_word(DiffMark mark) {
  switch (mark) {
    case DiffMark::added:
      return "added";
    case DiffMark::removed:
      return "removed";
    case DiffMark::changed:
      return "changed";
    case DiffMark::renamed:
      return "renamed";
  }
  return "";
}

/// 12 significant digits; null for what is no number.
Json number(const std::optional<double>& value) {
  if (!value) return nullptr;
  const std::string text = format_exact(*value);
  return text == "null" ? Json(nullptr) : Json(std::strtod(text.c_str(), nullptr));
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json place(const DiffSide& side, Span span) {
  if (side.files == nullptr || !span.is_valid()) return nullptr;
  const TextFile& file = (*side.files)[span.file];
  return {{"file", file.path}, {"line", position_of(file, span.begin).line}};
}

Json side_json(const DiffSide& side) {
  return {{"name", side.name},
          {"exists", side.exists},
          {"spec_sha256", text_or_null(side.sha256)},
          {"mistakes", side.mistakes}};
}

Json item_json(const SpecDiff& diff, const DiffItem& item) {
  const DiffHeading& heading = diff.diff.headings[item.heading];
  Json json = {{"topic", topic_word(item.topic)},
               {"change", mark_word(item.mark)},
               {"heading", heading.kind},
               {"old_name", text_or_null(heading.old_name)},
               {"new_name", text_or_null(heading.new_name)},
               {"what", item.what},
               {"subject", item.subject},
               {"old", text_or_null(item.old_text)},
               {"new", text_or_null(item.new_text)}};
  json["unit"] = item.unit ? Json(unit_word(*item.unit)) : Json(nullptr);
  json["old_number"] = item.unit ? number(item.old_number) : Json(nullptr);
  json["new_number"] = item.unit ? number(item.new_number) : Json(nullptr);
  json["old_from"] = text_or_null(item.old_origin);
  json["new_from"] = text_or_null(item.new_origin);
  json["old_place"] = place(diff.old_side, item.old_span);
  json["new_place"] = place(diff.new_side, item.new_span);
  return json;
}

Json estimate_json(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {{"value", number(estimate->value)},
          {"low", number(estimate->low)},
          {"high", number(estimate->high)},
          {"best", number(estimate->best)}};
}

Json effect_json(const std::optional<Effect>& effect) {
  if (!effect) return nullptr;
  return {{"value", number(effect->value)},         {"low", number(effect->low)},
          {"high", number(effect->high)},           {"best", number(effect->best)},
          {"chance_up", number(effect->chance_up)}, {"chance_down", number(effect->chance_down)},
          {"error", number(effect->error)}};
}

Json result_json(const SpecDiff& diff, const ResultChange& result) {
  const bool is_money = result.unit == Unit::money;
  const std::string unit{unit_word(result.unit)};
  return {{"metric", result.metric},
          {"in", text_or_null(result.scenario)},
          {"old_unit", is_money ? diff.old_currency : unit},
          {"new_unit", is_money ? diff.new_currency : unit},
          {"old", estimate_json(result.before)},
          {"new", estimate_json(result.after)},
          {"change", effect_json(result.change)}};
}

Json verdict_json(const std::optional<Verdict>& verdict) {
  return verdict ? Json(verdict_name(*verdict)) : Json(nullptr);
}

Json promise_json(const SpecDiff& diff, const PromiseChange& promise) {
  return {{"promise", promise.text},
          {"is_target", promise.is_target},
          {"old", verdict_json(promise.before)},
          {"new", verdict_json(promise.after)},
          {"unit", unit_word(promise.unit)},
          {"old_number", number(promise.measured_before)},
          {"new_number", number(promise.measured_after)},
          {"old_place", place(diff.old_side, promise.old_span)},
          {"new_place", place(diff.new_side, promise.new_span)}};
}

Json spec_json(const SpecDiff& diff) {
  Json json = {{"path", text_or_null(diff.path)},
               {"old", side_json(diff.old_side)},
               {"new", side_json(diff.new_side)},
               {"is_equal", diff.is_equal()}};
  json["changes"] = Json::array();
  for (const DiffItem& item : diff.diff.items) json["changes"].push_back(item_json(diff, item));
  json["worlds"] = diff.worlds;
  json["results"] = Json::array();
  for (const ResultChange& one : diff.results) json["results"].push_back(result_json(diff, one));
  json["unchanged_results"] = diff.unchanged_results;
  json["promises"] = Json::array();
  for (const PromiseChange& one : diff.promises) {
    json["promises"].push_back(promise_json(diff, one));
  }
  json["unchanged_promises"] = diff.unchanged_promises;
  json["no_results"] = text_or_null(diff.no_results);
  json["notes"] = diff.notes;
  return json;
}

}  // namespace

std::string diff_json(const std::vector<SpecDiff>& diffs, const std::string& version) {
  Json json = {{"cairn", version}, {"schema", 2}, {"command", "diff"}};
  json["specs"] = Json::array();
  for (const SpecDiff& diff : diffs) json["specs"].push_back(spec_json(diff));
  // What is not UTF-8 cannot be said in JSON.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cairn
