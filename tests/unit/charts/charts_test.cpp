// The charts: goldens, numbers held against the prediction, hostile names, nothing off the page.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "cli/pictures/chart_pictures.h"
#include "decision/advising.h"
#include "journey/figure_text.h"
#include "render/charts/compare.h"
#include "render/charts/emotion.h"
#include "render/charts/funnel.h"
#include "render/charts/hangs_on.h"
#include "render/charts/leavers.h"
#include "render/charts/time.h"
#include "render/picture/text_fit.h"
#include "simulator/compare.h"
#include "simulator/predict.h"
#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"
#include "tests/unit/render/svg_text.h"

namespace cairn {
namespace {

struct Kind {
  PictureKind kind;
  std::string name;
};
const std::vector<Kind> kKinds{{PictureKind::funnel, "funnel"},
                               {PictureKind::emotion, "emotion"},
                               {PictureKind::time, "time"},
                               {PictureKind::sankey, "sankey"},
                               {PictureKind::compare, "compare"}};

CompiledText compile_golden(const std::string& name) {
  CompiledText text = compile_text(read_test_file(golden_folder("charts") / (name + ".journey")));
  REQUIRE(messages_of(text) == "");
  return text;
}

Drawing draw(const PictureRequest& request) {
  auto made = make_chart(request);
  if (const auto* error = std::get_if<PictureError>(&made)) FAIL(error->message);
  return std::get<Drawing>(made);
}

std::string error_of(const std::string& text, PictureKind kind) {
  const CompiledText compiled = compile_text(text);
  REQUIRE(messages_of(compiled) == "");
  PictureRequest request{compiled.journey()};
  request.kind = kind;
  const auto made = make_chart(request);
  const auto* error = std::get_if<PictureError>(&made);
  return error == nullptr ? "" : error->message;
}

/// How far a shape reaches beyond its page; texts by their estimated width, which errs on the wide
/// side.
double beyond(const Drawing& drawing, const Shape& shape) {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  const auto reach = [&](Point p) {
    left = std::min(left, p.x);
    right = std::max(right, p.x);
    top = std::min(top, p.y);
    bottom = std::max(bottom, p.y);
  };
  for (const Point p : shape.points) reach(p);
  if (shape.kind == Shape::Kind::rect) {
    reach(shape.at);
    reach({shape.at.x + shape.width, shape.at.y + shape.height});
  } else if (shape.kind == Shape::Kind::circle) {
    reach({shape.at.x - shape.radius, shape.at.y - shape.radius});
    reach({shape.at.x + shape.radius, shape.at.y + shape.radius});
  } else if (shape.kind == Shape::Kind::text) {
    const double width =
        text_width(shape.text, shape.size, shape.is_bold ? Weight::bold : Weight::regular);
    const double start = shape.anchor == Anchor::start    ? shape.at.x
                         : shape.anchor == Anchor::middle ? shape.at.x - width / 2
                                                          : shape.at.x - width;
    reach({start, shape.at.y - shape.size});
    reach({start + width, shape.at.y});
  }
  return std::max({-left, -top, right - drawing.width, bottom - drawing.height});
}

void check_on_page(const Drawing& drawing) {
  for (const Mark& mark : drawing.marks) {
    for (const Shape& shape : mark.shapes) {
      INFO(mark.id << " " << shape.text << " " << shape.at.x << " " << shape.at.y);
      CHECK(beyond(drawing, shape) <= 0.5);
    }
  }
}

}  // namespace

TEST_CASE("charts of the golden specs are as expected") {
  for (const std::string name : {"cafe", "names"}) {
    const CompiledText text = compile_golden(name);
    for (const Kind& kind : kKinds) {
      PictureRequest request{text.journey()};
      request.kind = kind.kind;
      const std::string svg = to_svg(draw(request), Theme::automatic);
      CHECK(xml_fault(svg) == "");
      CHECK(compare_with_golden(golden_folder("charts") / (name + "-" + kind.name + ".svg"), svg) ==
            "");
    }
  }
}

TEST_CASE("charts of a scenario are as expected") {
  const CompiledText text = compile_golden("cafe");
  for (const Kind& kind : kKinds) {
    PictureRequest request{text.journey()};
    request.kind = kind.kind;
    request.fixes = text.journey().scenarios[ScenarioId{0}].fixes;
    request.scenario_label = "Both";
    const std::string svg = to_svg(draw(request), Theme::automatic);
    CHECK(xml_fault(svg) == "");
    CHECK(compare_with_golden(golden_folder("charts") / ("cafe-both-" + kind.name + ".svg"), svg) ==
          "");
  }
}

TEST_CASE("nothing of a chart lies off its page, in any language, for anybody") {
  for (const std::string name : {"cafe", "names"}) {
    const CompiledText text = compile_golden(name);
    for (const Kind& kind : kKinds) {
      for (const PictureLanguage language : kPictureLanguages) {
        for (const PersonaId persona : {PersonaId{}, PersonaId{1}}) {
          INFO(name << " " << kind.name << " " << language_tag(language));
          PictureRequest request{text.journey()};
          request.kind = kind.kind;
          request.language = language;
          request.persona = persona;
          const Drawing drawing = draw(request);
          check_on_page(drawing);
          CHECK_FALSE(drawing.title.empty());
          CHECK_FALSE(drawing.description.empty());
        }
      }
    }
  }
}

TEST_CASE("a feeling in 200 characters stays on its page") {
  const std::string word(200, 'w');
  const CompiledText text = compile_text(
      "journey j\n\nsource web\n  -> a\n\ntouchpoint a\n  feels -2 " + word +
      "\n  50% -> b\n  rest -> leave\n\ntouchpoint b\n  feels 2 " + word + "\n  -> leave\n");
  REQUIRE(messages_of(text) == "");
  PictureRequest request{text.journey()};
  request.kind = PictureKind::emotion;
  check_on_page(draw(request));
}

TEST_CASE("the funnel names the source where most are lost") {
  const CompiledText text = compile_text(
      "journey j\n\nsource ads\n  70% -> leave\n  rest -> a\n\ntouchpoint a\n  50% -> paid\n"
      "  rest -> leave\n\noutcome paid\n  counts as win\n");
  REQUIRE(messages_of(text) == "");
  PictureRequest request{text.journey()};
  request.kind = PictureKind::funnel;
  const std::string told = draw(request).description;
  CHECK(told.find("right after Ads has brought them: 70.0%") != std::string::npos);
}

TEST_CASE("names that look like markup are text") {
  const CompiledText text = compile_golden("names");
  for (const Kind& kind : kKinds) {
    PictureRequest request{text.journey()};
    request.kind = kind.kind;
    const std::string svg = to_svg(draw(request), Theme::automatic);
    INFO(kind.name);
    CHECK(svg.find("<script") == std::string::npos);
    CHECK(svg.find("&lt;") != std::string::npos);
  }
}

TEST_CASE("ids of marks are unique") {
  const CompiledText text = compile_golden("cafe");
  for (const Kind& kind : kKinds) {
    PictureRequest request{text.journey()};
    request.kind = kind.kind;
    std::vector<std::string> ids;
    for (const Mark& mark : draw(request).marks) {
      if (!mark.id.empty()) ids.push_back(mark.id);
    }
    std::sort(ids.begin(), ids.end());
    INFO(kind.name);
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  }
}

TEST_CASE("the funnel has the shares of the prediction") {
  const CompiledText text = compile_golden("cafe");
  RunOptions how;
  how.people = 0;
  const Prediction prediction = predict(text.journey(), standard_questions(text.journey()), how);
  ChartInput input{text.journey()};
  input.today = &prediction;
  const Funnel funnel = find_funnel(input);
  REQUIRE(funnel.groups.size() == 2);
  REQUIRE(funnel.steps.size() == 4);  // shop, basket, paid, happy; who left got nowhere
  for (std::size_t g = 0; g < funnel.groups.size(); ++g) {
    for (std::size_t s = 0; s < funnel.steps.size(); ++s) {
      Metric reach;
      reach.kind = Metric::Kind::reach;
      reach.place = funnel.steps[s].place;
      const Answer* answer = find_group_answer(prediction, reach, funnel.groups[g].persona);
      REQUIRE(answer != nullptr);
      CHECK(funnel.values[g][s].share == headline(*answer));
      CHECK(funnel.values[g][s].low == answer->estimate.low);
      CHECK(funnel.values[g][s].high == answer->estimate.high);
    }
  }
  CHECK(funnel.values[0][0].share == Approx(1));
  // Of those at home only 18 to 22 % go on from the shop.
  CHECK(funnel.values[1][1].low < funnel.values[1][1].high);
}

TEST_CASE("what fixes bring is what compare prints, best first") {
  const CompiledText text = compile_golden("cafe");
  const Journey& journey = text.journey();
  const auto comparison =
      compare(journey, all_alternatives(journey), compare_questions(journey), {});
  REQUIRE(comparison);
  const auto advice = advise_all(journey, *comparison, {});
  const Benefits benefits = find_benefits(ChartInput{journey}, *comparison, advice);
  CHECK(benefits.basis == Benefits::Basis::net);
  REQUIRE(benefits.rows.size() == 3);
  for (std::size_t i = 1; i < benefits.rows.size(); ++i) {
    CHECK(benefits.rows[i - 1].value >= benefits.rows[i].value);
  }
  for (const BenefitRow& row : benefits.rows) {
    const auto found =
        std::find_if(comparison->alternatives.begin(), comparison->alternatives.end(),
                     [&](const ComparedAlternative& one) {
                       return one.alternative.kind == row.kind &&
                              alternative_name(journey, one.alternative) == row.id;
                     });
    REQUIRE(found != comparison->alternatives.end());
    CHECK(row.value == found->business->net.value);
    CHECK(row.text == localized(shown_change(found->business->net.value, Unit::money, ""),
                                PictureLanguage::english));
    CHECK(row.chance == chance_words(found->business->chance_net));
  }
}

TEST_CASE("times rise from the fastest to the slowest, and rest on what run prints") {
  const CompiledText text = compile_golden("cafe");
  RunOptions how;
  how.people = 0;
  how.find_times = true;
  const Prediction prediction = predict(text.journey(), standard_questions(text.journey()), how);
  ChartInput input{text.journey()};
  input.today = &prediction;
  const std::vector<TimeRow> rows = find_time_rows(input);
  REQUIRE(rows.size() == 3);
  for (const TimeRow& row : rows) {
    CHECK(row.p10 < row.p25);
    CHECK(row.p25 < row.median);
    CHECK(row.median < row.p75);
    CHECK(row.p75 < row.p90);
    Metric median;
    median.kind = Metric::Kind::time_to;
    median.to = Metric::To::conversion;
    median.stat = Stat::median;
    CHECK(row.median == headline(*find_group_answer(prediction, median, row.group.persona)));
  }
}

TEST_CASE("feelings are those of the prediction") {
  const CompiledText text = compile_golden("cafe");
  const Prediction prediction =
      predict(text.journey(), standard_questions(text.journey()), {.worlds = 0, .people = 0});
  ChartInput input{text.journey()};
  input.today = &prediction;
  const FeelingCurve curve = find_feelings(input);
  REQUIRE(curve.points.size() == 3);
  CHECK(curve.points[0].values[0] == 0.0);  // office, who are busy
  CHECK(curve.points[0].felt[0] == "busy");
  CHECK(curve.points[0].values[1] == 1.0);
  CHECK(curve.points[2].values[1] == 2.0);
  CHECK(curve.without.empty());
}

TEST_CASE("personas who feel alike are one curve") {
  const CompiledText text = compile_golden("names");
  const Prediction prediction =
      predict(text.journey(), standard_questions(text.journey()), {.worlds = 0, .people = 0});
  ChartInput input{text.journey()};
  input.today = &prediction;
  CHECK(find_feelings(input).groups.size() == 1);
  input.persona = PersonaId{0};
  CHECK(find_feelings(input).groups.size() == 2);
}

TEST_CASE("swings and leavers keep on the page, whatever they are called") {
  const CompiledText text = compile_golden("cafe");
  ChartInput input{text.journey()};
  const std::string longest(300, 'x');
  const Swings swings{10,
                      "10 EUR",
                      {{longest, 2, 18, "2 EUR", "18 EUR", true},
                       {"<b>falling</b>", 12, 9, "12 EUR", "9 EUR", false},
                       {"nothing", 10, 10, "10 EUR", "10 EUR", false}}};
  const auto tornado = draw_hangs_on(input, {"What does it hang on?", "", ""}, swings);
  REQUIRE(std::holds_alternative<Chart>(tornado));
  check_on_page(std::get<Chart>(tornado).drawing);
  const std::string svg = to_svg(std::get<Chart>(tornado).drawing, Theme::light);
  CHECK(xml_fault(svg) == "");
  CHECK(svg.find("&lt;b&gt;falling") != std::string::npos);
  CHECK(std::holds_alternative<PictureError>(draw_hangs_on(input, {}, {})));

  const std::vector<LeaverRow> rows{{LeaverRow::Kind::pain, longest, longest, 0.4},
                                    {LeaverRow::Kind::reason, "just looking", "shop", 0.2},
                                    {LeaverRow::Kind::unexplained, "no reason", "shop", 0.0001}};
  const auto leavers = draw_leavers(input, {"Why do they leave?", "", ""}, rows);
  REQUIRE(std::holds_alternative<Chart>(leavers));
  check_on_page(std::get<Chart>(leavers).drawing);
  CHECK(std::holds_alternative<PictureError>(draw_leavers(input, {}, {})));
}

TEST_CASE("what is missing is said") {
  const std::string bare =
      "journey bare\nsource web\n  -> home\ntouchpoint home\n  10% -> paid\n  rest -> leave\n"
      "outcome paid\n  counts as win\n";
  CHECK(error_of(bare, PictureKind::emotion).find("`feels -1 annoyed`") != std::string::npos);
  CHECK(error_of(bare, PictureKind::time).find("`takes median 3 min") != std::string::npos);
  CHECK(error_of(bare, PictureKind::compare).find("no `fix`") != std::string::npos);
  CHECK(error_of(bare, PictureKind::funnel) == "");
  CHECK(error_of(bare, PictureKind::sankey) == "");
  const CompiledText text = compile_text(bare);
  PictureRequest request{text.journey()};
  request.kind = PictureKind::funnel;
  request.is_predictable = false;
  const auto made = make_chart(request);
  REQUIRE(std::holds_alternative<PictureError>(made));
  CHECK(std::get<PictureError>(made).message.find("no shares yet") != std::string::npos);
}

}  // namespace cairn
