// The page itself: whatever a name holds, it appears as text, and nothing can be fetched.
#include "render/page/page_html.h"

#include <string>

#include <catch2/catch.hpp>

#include "base/hash.h"
#include "render/page/html_parts.h"
#include "render/page/page_numbers.h"
#include "tests/unit/render/page/html_fault.h"

using namespace cairn;

namespace {

const std::string kHostile =
    "<script>alert(1)</script> \"quoted\" 'single' & &lt; --> ]]> \xE2\x80\xAE"
    "reversed {{title}} " +
    std::string(300, 'x');

PageTable hostile_table() {
  return {{{kHostile}, {kHostile, true}},
          {{{kHostile, kHostile}, {kHostile, kHostile, Tone::bad}}}};
}

PageSection hostile_section() {
  PageSection section;
  section.id = "flow";
  section.heading = section.intro = section.short_heading = kHostile;
  section.pictures = {{"flow-today", kHostile, kHostile, "<svg></svg>", "flow"},
                      {"flow-with", kHostile, kHostile, "<svg></svg>", ""}};
  section.chart = PageChart{"funnel", kHostile, kHostile, "", hostile_table()};
  section.table = hostile_table();
  section.notes = {{Tone::good, "✓", kHostile, kHostile}};
  return section;
}

ReportPage hostile_page() {
  ReportPage page;
  page.brand = page.heading = kHostile;
  page.lead = {kHostile};
  page.tiles = {{"conversion", kHostile, 0.0386, kHostile, kHostile}};
  PageFix fix;
  fix.name = fix.label = fix.verdict = fix.why = kHostile;
  fix.cells = {{kHostile, kHostile}};
  PageFix scenario = fix;
  scenario.is_scenario = true;
  scenario.fixes = {kHostile, kHostile};
  page.fixes = PageFixTable{kHostile, kHostile, {{kHostile, true}}, kHostile,
                            kHostile, kHostile, {fix, scenario},    kHostile};
  page.short_fixes = kHostile;
  page.sections = {hostile_section()};
  page.footer = {kHostile};
  page.data = "{\"label\":\"</script><script>alert(2)</script>\"}";
  return page;
}

}  // namespace

TEST_CASE("hostile names appear as text, in a page that is well-formed") {
  const std::string html = to_html(hostile_page(), "let a = 1 < 2;", "p{}");
  CHECK(html_fault(html) == "");
  CHECK(html.find("<script>alert") == std::string::npos);
  CHECK(html.find("\xE2\x80\xAE") == std::string::npos);
  // Ours alone: the data and the script.
  CHECK(contents_of(html, "<script", "</script>").size() == 2);
  CHECK(html.find("{{title}}") != std::string::npos);  // of the name, not filled in
}

TEST_CASE("the policy allows the one script and the one style by their hashes, and nothing else") {
  const std::string html = to_html(hostile_page(), "let a = '{{style}}';", "p{}\n");
  const auto scripts = contents_of(html, "<script>", "</script>");
  const auto styles = contents_of(html, "<style>", "</style>");
  REQUIRE(scripts.size() == 1);
  REQUIRE(styles.size() == 1);
  CHECK(scripts[0] == "let a = '{{style}}';");
  const std::string policy = "default-src 'none'; script-src 'sha256-" + sha256_base64(scripts[0]) +
                             "'; style-src 'sha256-" + sha256_base64(styles[0]) +
                             "'; img-src data:";
  CHECK(html.find(policy) != std::string::npos);
  CHECK(attribute_values(html, "src").empty());
  for (const std::string& link : attribute_values(html, "href")) CHECK(link.starts_with("#"));
}

TEST_CASE("a hash in base64 is the one of the standard's example") {
  // FIPS 180-4, "abc".
  CHECK(sha256_base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST_CASE("the same page is the same bytes") {
  CHECK(to_html(hostile_page(), "a", "b") == to_html(hostile_page(), "a", "b"));
}

TEST_CASE("numbers of the report are those of the commands, in its language") {
  const PageNumbers english{PictureLanguage::english, "EUR"};
  CHECK(range_text(english, 0.0352, 0.0422, Unit::share) == "3.52% to 4.22%");
  CHECK(range_text(english, 0.86, 1.09, Unit::money) == "0.860 to 1.09\u00A0EUR");
  CHECK(range_text(english, 0.12, 0.12, Unit::share).empty());
  CHECK(change_text(english, 0.0177, Unit::share) == "+1.77pp");
  CHECK(change_text(english, -3840, Unit::money) == "−3\u00A0840\u00A0EUR");
  CHECK(change_text(english, 0, Unit::money) == "0");
  CHECK(change_range_text(english, 0.0158, 0.0192, Unit::share) == "+1.58 to +1.92pp");
  CHECK(duration_text(english, 400) == "13.1\u00A0months");
  CHECK(duration_text({PictureLanguage::polish, ""}, 400) == "13,1\u00A0mies.");
  CHECK(duration_text({PictureLanguage::chinese, ""}, 0.5) == "12\u00A0小時");
  const PageNumbers polish{PictureLanguage::polish, "PLN"};
  CHECK(figure_text(polish, 0.0386, Unit::share) == "3,86%");
  CHECK(range_text(polish, 0.86, 1.09, Unit::money) == "0,860 do 1,09\u00A0PLN");
  CHECK(change_range_text(polish, 0.0158, 0.0192, Unit::share) == "+1,58 do +1,92\u00A0p.p.");
  const PageNumbers chinese{PictureLanguage::chinese, "TWD"};
  CHECK(figure_text(chinese, 12400, Unit::money) == "12,400\u00A0TWD");
  CHECK(chance_text(0.999) == ">99%");
  CHECK(quoted_list(english, {"a", "b", "c"}) == "“a”, “b” and “c”");
  CHECK(quoted_list({PictureLanguage::chinese, ""}, {"甲", "乙"}) == "「甲」和「乙」");
}

TEST_CASE("numbers do not break across lines") {
  CHECK(keep_numbers_whole("+1 240 000 to +2 370 000 EUR") ==
        "+1\u00a0240\u00a0000 to +2\u00a0370\u00a0000\u00a0EUR");
  CHECK(keep_numbers_whole("SHA-256 488c0247") == "SHA-256 488c0247");
  CHECK(keep_numbers_whole("418 of 1 024") == "418 of 1\u00a0024");
  CHECK(keep_numbers_whole("in 12 months, 5 2024 and 3 EURO") == "in 12 months, 5 2024 and 3 EURO");
}
