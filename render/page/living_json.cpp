#include "render/page/living_json.h"

#include <cmath>
#include <string_view>

#include "journey/answer_json.h"
#include "render/page/assumption_table.h"
#include "render/page/fix_table.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

/// Every fixed word whose name begins with `page_`, by the rest of its name.
Json words_json(PictureLanguage language) {
  struct Row {
    std::string_view name;
    Word which;
  };
  static constexpr Row kRows[] = {
#define CAIRN_WORD(name, english, polish, chinese) {#name, Word::name},
#include "render/picture/words.def"
#undef CAIRN_WORD
  };
  constexpr std::string_view kPrefix = "page_";
  Json json = Json::object();
  for (const Row& row : kRows) {
    if (!row.name.starts_with(kPrefix)) continue;
    json[std::string(row.name.substr(kPrefix.size()))] = word(row.which, language);
  }
  return json;
}

/// How figures that the script makes are written: as those of render/picture/picture_numbers.h.
Json numbers_json(PictureLanguage language) {
  Json steps = Json::array();
  for (const ShortStep& step : short_steps(language)) steps.push_back({step.size, step.pattern});
  return Json{{"decimal", word(Word::number_decimal, language)},
              {"points", localized("{}pp", language)},
              {"short", std::move(steps)}};
}

/// Five decimals are enough to draw by. What is little is not nothing.
Json parts(double value) {
  if (!std::isfinite(value)) return nullptr;
  const std::int64_t rounded = std::llround(value * 1e5);
  return rounded == 0 && value > 1e-12 ? 1 : rounded;
}

Json parts(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) json.push_back(parts(value));
  return json;
}

/// A chart's number: a few digits.
Json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  const double scale = std::pow(10, 5 - std::floor(std::log10(std::fabs(value))));
  return to_number(std::round(value * scale) / scale);
}

Json heading_json(const Heading& heading) {
  return Json{{"name", heading.name}, {"label", clean_text(heading.label)}};
}

Json groups_json(const std::vector<DataGroup>& groups) {
  Json json = Json::array();
  for (const DataGroup& group : groups) {
    json.push_back(Json{{"label", clean_text(group.label)}, {"persona", group.persona}});
  }
  return json;
}

std::uint32_t mask_of(const std::vector<FixId>& fixes) {
  std::uint32_t mask = 0;
  for (const FixId fix : fixes) {
    if (fix.index < 32) mask |= std::uint32_t{1} << fix.index;
  }
  return mask;
}

// ---- combinations -------------------------------------------------------------------------------

Json tiles_json(const std::vector<Tile>& tiles, std::size_t count) {
  Json names = Json::array(), values = Json::array(), texts = Json::array();
  for (const Tile& tile : tiles) names.push_back(tile.id);
  for (std::size_t k = 0; k < count; ++k) {
    Json of_k = Json::array(), shown = Json::array();
    for (const Tile& tile : tiles) {
      const TileFigure& figure = tile.figures[k];
      of_k.push_back(figure.value ? to_number(*figure.value) : Json(nullptr));
      shown.push_back(Json::array(
          {figure.text, figure.range, figure.change, figure.change_range, figure.sense}));
    }
    values.push_back(std::move(of_k));
    texts.push_back(std::move(shown));
  }
  return Json{{"names", names}, {"values", values}, {"texts", texts}};
}

Json flow_json(const LivingFlow& flow) {
  Json json;
  json["lines"] = flow.lines;
  json["places"] = flow.places;
  json["stages"] = flow.stages;
  struct Column {
    const char* name;
    std::vector<double> LivingFlow::Row::*values;
  };
  using Row = LivingFlow::Row;
  for (const Column& column :
       {Column{"volume", &Row::volume}, Column{"reach", &Row::reach},
        Column{"visits", &Row::visits}, Column{"exits", &Row::exits}, Column{"still", &Row::still},
        Column{"stage_still", &Row::stage_still}, Column{"stage_reach", &Row::stage_reach},
        Column{"stage_exits", &Row::stage_exits}}) {
    Json rows = Json::array();
    for (const Row& row : flow.rows) rows.push_back(parts(row.*column.values));
    json[column.name] = std::move(rows);
  }
  json["feeling"] = Json::array();
  for (const Row& row : flow.rows) {
    Json feelings = Json::array();
    for (const std::optional<double>& one : row.feeling) {
      feelings.push_back(one ? rounded(*one) : Json(nullptr));
    }
    json["feeling"].push_back(std::move(feelings));
  }
  return json;
}

Json funnel_json(const FunnelData& funnel) {
  Json json;
  json["steps"] = Json::array();
  for (const FunnelData::Step& step : funnel.steps) {
    json["steps"].push_back(Json{{"id", step.id}, {"label", clean_text(step.label)}});
  }
  json["groups"] = groups_json(funnel.groups);
  json["values"] = Json::array();
  for (const auto& by_group : funnel.values) {
    Json of_k = Json::array();
    for (const std::vector<double>& by_step : by_group) of_k.push_back(parts(by_step));
    json["values"].push_back(std::move(of_k));
  }
  return json;
}

/// What to do about one set of fixes, as the table says where it has the same; else no test is
/// thought of.
std::string verdict_of(const PageInput& input, const PageInput& living,
                       const ComparedAlternative& combination) {
  const auto same = compared_row(input, combination.alternative.fixes);
  const PageInput& reading = same ? input : living;
  const ComparedAlternative& row = same ? input.comparison->alternatives[*same] : combination;
  const Advised advised =
      same ? (*input.advice)[*same] : advise(input.journey, *living.comparison, row, std::nullopt);
  const std::optional<PageGain> gain = gain_of(reading, row);
  const std::string verdict = verdict_word(advised.advice, input.how.language);
  if (!gain || gain->mean == 0) return verdict;
  const Word which = gain->figure == HangsOn::Figure::net      ? Word::report_gain_net
                     : gain->figure == HangsOn::Figure::profit ? Word::report_gain_profit
                                                               : Word::report_gain_conversion;
  return words(which, input.how.language,
               {verdict, change_text(input.how, gain->mean, gain->unit),
                verdict_reason(reading, row, advised)});
}

Json verdicts_json(const PageInput& input) {
  Json json = Json::array();
  PageInput living = input;
  living.comparison = input.living->combinations;
  const std::vector<ComparedAlternative>& rows = living.comparison->alternatives;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    json.push_back(k == 0 ? std::string() : verdict_of(input, living, rows[k]));
  }
  return json;
}

Json combinations_json(const PageInput& input, const std::vector<Tile>& tiles) {
  const LivingNumbers& living = *input.living;
  Json json;
  json["masks"] = living.masks;
  json["clashes"] = Json::array();
  for (const auto& [a, b] : living.clashes) json["clashes"].push_back(Json::array({a, b}));
  json["worlds"] = living.combinations->record.worlds;
  json["tiles"] = tiles_json(tiles, living.masks.size());
  if (living.flow) json["flow"] = flow_json(*living.flow);
  if (input.charts_data.funnel) json["funnel"] = funnel_json(*input.charts_data.funnel);
  json["verdict"] = verdicts_json(input);
  return json;
}

// ---- charts -------------------------------------------------------------------------------------

Json time_json(const TimeData& time, PictureLanguage language) {
  Json json;
  json["groups"] = Json::array();
  for (std::size_t g = 0; g < time.groups.size(); ++g) {
    Json quantiles = Json::array();
    for (const TimeData::Quantile& one : time.quantiles[g]) {
      quantiles.push_back(Json::array({one.share, rounded(one.days), one.text}));
    }
    json["groups"].push_back(Json{{"label", clean_text(time.groups[g].label)},
                                  {"persona", time.groups[g].persona},
                                  {"quantiles", quantiles}});
  }
  json["ticks"] = Json::array();
  for (const TimeData::Tick& tick : time.ticks) {
    json["ticks"].push_back(Json::array({rounded(tick.days), tick.text}));
  }
  json["unit_note"] = word(Word::report_time_note, language);
  return json;
}

Json emotion_json(const EmotionData& emotion) {
  Json json;
  json["low"] = emotion.low;
  json["high"] = emotion.high;
  json["points"] = Json::array();
  for (const EmotionData::Point& point : emotion.points) {
    Json values = Json::array();
    for (const std::optional<double>& value : point.values) {
      values.push_back(value ? rounded(*value) : Json(nullptr));
    }
    json["points"].push_back(Json{{"id", point.id},
                                  {"label", clean_text(point.label)},
                                  {"stage", clean_text(point.stage)},
                                  {"values", values}});
  }
  json["groups"] = groups_json(emotion.groups);
  return json;
}

std::string_view kind_name(LeavingData::Row::Kind kind) {
  switch (kind) {
    case LeavingData::Row::Kind::pain:
      return "pain";
    case LeavingData::Row::Kind::reason:
      return "reason";
    case LeavingData::Row::Kind::unexplained:
      return "unexplained";
  }
  return "";
}

Json leaving_json(const LeavingData& leaving) {
  Json json;
  json["rows"] = Json::array();
  for (const LeavingData::Row& row : leaving.rows) {
    Json values = Json::array();
    for (const double value : row.values) values.push_back(rounded(value));
    json["rows"].push_back(Json{{"reason", clean_text(row.reason)},
                                {"place", clean_text(row.place)},
                                {"kind", kind_name(row.kind)},
                                {"values", values}});
  }
  json["groups"] = groups_json(leaving.groups);
  return json;
}

Json sankey_json(const SankeyData& sankey) {
  Json json;
  json["nodes"] = Json::array();
  for (const SankeyData::Node& node : sankey.nodes) {
    json["nodes"].push_back(Json{{"id", node.id},
                                 {"label", clean_text(node.label)},
                                 {"column", node.column},
                                 {"kind", node.kind},
                                 {"reach", node.reach ? rounded(*node.reach) : Json(nullptr)}});
  }
  json["links"] = Json::array();
  for (const SankeyData::Link& link : sankey.links) {
    json["links"].push_back(
        Json{{"from", link.from}, {"to", link.to}, {"value", rounded(link.value)}});
  }
  return json;
}

std::string_view advice_key(Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return "do";
    case Advice::test_first:
      return "test";
    case Advice::not_now:
      return "not";
  }
  return "";
}

Json compare_json(const CompareData& compare) {
  Json json;
  json["unit"] = compare.unit;
  json["rows"] = Json::array();
  for (const CompareData::Row& row : compare.rows) {
    json["rows"].push_back(Json{{"name", row.name},
                                {"label", clean_text(row.label)},
                                {"best", rounded(row.best)},
                                {"low", rounded(row.low)},
                                {"high", rounded(row.high)},
                                {"text", row.text},
                                {"range", row.range},
                                {"chance", row.chance},
                                {"verdict", advice_key(row.advice)},
                                {"kind", row.is_scenario ? "scenario" : "fix"}});
  }
  return json;
}

Json hangs_on_json(const HangsOnData& hangs_on) {
  Json json;
  json["unit"] = hangs_on.unit;
  json["today"] = rounded(hangs_on.today);
  json["rows"] = Json::array();
  for (const HangsOnData::Row& row : hangs_on.rows) {
    json["rows"].push_back(Json{{"label", clean_text(row.label)},
                                {"low", rounded(row.low)},
                                {"high", rounded(row.high)},
                                {"low_text", row.low_text},
                                {"high_text", row.high_text},
                                {"assumption", row.is_assumption}});
  }
  return json;
}

Json charts_json(const PageInput& input) {
  const ChartsData& charts = input.charts_data;
  const PictureLanguage language = input.how.language;
  const std::optional<HangsOnData> hangs_on = hangs_on_data(input);
  Json json = Json::object();
  if (charts.time) json["time"] = time_json(*charts.time, language);
  if (charts.emotion) json["emotion"] = emotion_json(*charts.emotion);
  if (charts.leaving) json["leaving"] = leaving_json(*charts.leaving);
  if (charts.sankey) json["sankey"] = sankey_json(*charts.sankey);
  if (charts.compare) json["compare"] = compare_json(*charts.compare);
  if (hangs_on) json["hangs_on"] = hangs_on_json(*hangs_on);
  return json;
}

}  // namespace

std::string living_json(const PageInput& input, const std::vector<Tile>& tiles) {
  const Journey& journey = input.journey;
  Json json;
  json["version"] = 1;
  json["language"] = language_tag(input.how.language);
  json["numbers"] = numbers_json(input.how.language);
  json["currency"] = input.how.currency;
  json["words"] = words_json(input.how.language);
  json["personas"] = Json::array();
  for (const Persona& persona : journey.personas) {
    json["personas"].push_back(heading_json(persona.heading));
  }
  json["fixes"] = Json::array();
  for (const Fix& fix : journey.fixes) json["fixes"].push_back(heading_json(fix.heading));
  json["scenarios"] = Json::array();
  for (const Scenario& scenario : journey.scenarios) {
    Json one = heading_json(scenario.heading);
    one["mask"] = mask_of(scenario.fixes);
    json["scenarios"].push_back(std::move(one));
  }
  if (input.living != nullptr) json["combinations"] = combinations_json(input, tiles);
  json["charts"] = charts_json(input);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cairn
