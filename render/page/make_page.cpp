#include <algorithm>

#include "base/text.h"
#include "render/page/assumption_table.h"
#include "render/page/check_list.h"
#include "render/page/finding.h"
#include "render/page/fix_table.h"
#include "render/page/living_json.h"
#include "render/page/page_input.h"
#include "render/page/tiles.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

struct ChartPlace {
  const char* id;    // of its section
  const char* name;  // of the chart
  Word heading;
};

/// In reading order.
constexpr ChartPlace kCharts[] = {
    {"funnel", "funnel", Word::report_nav_funnel},
    {"time", "time", Word::report_nav_time},
    {"leaving", "leaving", Word::report_nav_leaving},
    {"emotion", "emotion", Word::report_nav_emotion},
    {"sankey", "sankey", Word::report_nav_sankey},
    {"compare", "compare", Word::report_nav_compare},
};

PageSection picture_section(const PageInput& input, const char* id, Word heading, Word nav,
                            Word intro, const std::vector<PagePicture>& pictures) {
  PageSection section;
  section.id = id;
  section.heading = fixed(input, heading);
  section.short_heading = fixed(input, nav);
  section.intro = fixed(input, intro);
  section.pictures = pictures;
  return section;
}

void add_charts(const PageInput& input, std::vector<PageSection>& sections) {
  for (const ChartPlace& place : kCharts) {
    const auto chart = std::find_if(input.charts.begin(), input.charts.end(),
                                    [&](const PageChart& one) { return one.name == place.name; });
    if (chart == input.charts.end()) continue;
    PageSection section;
    section.id = place.id;
    section.heading = section.short_heading = fixed(input, place.heading);
    section.chart = *chart;
    sections.push_back(std::move(section));
  }
}

void add_hangs_on(const PageInput& input, std::vector<PageSection>& sections) {
  std::optional<PageChart> chart = hangs_on_chart(input);
  if (!chart) return;
  for (const PageChart& drawn : input.charts) {
    if (drawn.name == chart->name) chart->svg = drawn.svg;
  }
  PageSection section;
  section.id = "hangs-on";
  section.heading = section.short_heading = fixed(input, Word::report_nav_hangs_on);
  section.chart = std::move(chart);
  sections.push_back(std::move(section));
}

/// At level draw: what the spec lacks to be predicted.
void add_missing(const PageInput& input, std::vector<PageSection>& sections) {
  if (input.missing.empty()) return;
  PageSection section;
  section.id = "missing";
  section.heading = section.short_heading = fixed(input, Word::report_missing);
  section.intro = fixed(input, Word::report_missing_intro);
  for (const std::string& line : input.missing) {
    section.notes.push_back({Tone::muted, "–", line, {}});
  }
  sections.push_back(std::move(section));
}

std::vector<std::string> footer_of(const PageInput& input) {
  std::vector<std::string> lines{words(Word::report_footer, input.how.language, {input.version})};
  if (input.living != nullptr && input.living->masks.size() > 1) {
    const RunRecord& record = input.living->combinations->record;
    lines.push_back(words(
        Word::report_footer_living, input.how.language,
        {format_count(static_cast<std::int64_t>(input.living->masks.size()), input.how.language),
         format_count(static_cast<std::int64_t>(record.worlds), input.how.language)}));
  }
  return lines;
}

}  // namespace

ReportPage make_page(const PageInput& input) {
  ReportPage page;
  page.language = input.how.language;
  page.theme = input.theme;
  page.brand = input.label;
  const Finding finding = write_finding(input);
  page.heading = finding.heading;
  page.lead = finding.lead;
  const std::vector<Tile> tiles = make_tiles(input);
  page.tiles = tiles_today(tiles);
  page.fixes = make_fix_table(input);
  page.short_fixes = fixed(input, Word::report_nav_fixes);
  add_missing(input, page.sections);
  if (!input.flows.empty()) {
    page.sections.push_back(picture_section(input, "flow", Word::report_flow, Word::report_nav_flow,
                                            Word::report_flow_intro, input.flows));
  }
  if (!input.maps.empty()) {
    page.sections.push_back(picture_section(input, "map", Word::report_map, Word::report_nav_map,
                                            Word::report_map_intro, input.maps));
  }
  add_charts(input, page.sections);
  add_hangs_on(input, page.sections);
  if (std::optional<PageSection> section = make_assumptions(input)) {
    page.sections.push_back(std::move(*section));
  }
  page.sections.push_back(make_checks(input));
  page.footer = footer_of(input);
  page.picture_style = input.picture_style;
  page.data = living_json(input, tiles);
  return page;
}

}  // namespace cairn
