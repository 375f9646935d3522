#include "render/map/map.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "cli/pictures/map_parts.h"
#include "cli/pictures/stage_reach.h"
#include "journey/apply.h"
#include "render/picture/picture.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "simulator/predict.h"
#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"
#include "tests/unit/render/svg_text.h"

namespace cairn {
namespace {

CompiledText spec(const std::string& name) {
  CompiledText text = compile_text(read_test_file(golden_folder("map") / (name + ".journey")));
  REQUIRE(messages_of(text) == "");
  return text;
}

/// A map with few worlds.
struct Made {
  MapWish wish;
  MapParts parts;
  Drawing drawing;
};

Made make(const Journey& journey, MapWish wish = {}) {
  Made made;
  wish.worlds = 60;
  made.wish = wish;
  made.parts = gather_map(journey, wish);
  made.drawing = draw_map(map_input(journey, made.wish, &made.parts));
  return made;
}

const Mark* find_mark(const Drawing& drawing, const std::string& id) {
  for (const Mark& mark : drawing.marks) {
    if (mark.id == id) return &mark;
  }
  return nullptr;
}

bool has_text(const Mark* mark, const std::string& text) {
  return mark != nullptr && std::any_of(mark->shapes.begin(), mark->shapes.end(),
                                        [&](const Shape& shape) { return shape.text == text; });
}

std::string all_text(const Drawing& drawing) {
  std::string text;
  for (const std::string& one : texts_of(drawing)) text += one + "\n";
  return text;
}

Group only(PersonaId persona) {
  Group group;
  group.traits.emplace_back().persona = persona;
  return group;
}

double value_of(const Prediction& prediction, Metric::Kind kind, PlaceId place = {},
                std::vector<Group> groups = {}) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  const Answer* answer = find_answer(prediction, metric, groups);
  REQUIRE(answer != nullptr);
  return answer->estimate.value;
}

struct Extent {
  double left = 0, right = 0;
};

Extent extent_of(const Shape& text) {
  const double width =
      text_width(text.text, text.size, text.is_bold ? Weight::bold : Weight::regular);
  const double left = text.anchor == Anchor::start    ? text.at.x
                      : text.anchor == Anchor::middle ? text.at.x - width / 2
                                                      : text.at.x - width;
  return {left, left + width};
}

/// Texts that leave the page, or the card they stand on.
std::string strays(const Drawing& drawing) {
  static const std::set<std::string> kCards{"touchpoint", "pain",   "reason", "fix",
                                            "idea",       "source", "outcome"};
  std::string found;
  for (const Mark& mark : drawing.marks) {
    const bool is_card = kCards.contains(mark.kind);
    if (is_card) REQUIRE(mark.shapes.front().kind == Shape::Kind::rect);
    for (const Shape& shape : mark.shapes) {
      if (shape.kind != Shape::Kind::text) continue;
      const Extent extent = extent_of(shape);
      const double from = is_card ? mark.shapes.front().at.x : 0;
      const double to = is_card ? from + mark.shapes.front().width : drawing.width;
      const double bottom =
          is_card ? mark.shapes.front().at.y + mark.shapes.front().height : drawing.height;
      if (extent.left < from || extent.right > to || shape.at.y > bottom) {
        found += mark.kind + ": " + shape.text + "\n";
      }
    }
  }
  return found;
}

/// A name nobody should give, of 300 characters and more.
std::string hostile_text() {
  return "<script>alert(\"x\")</script> & 'q' ]]> \x1b[31m \xE2\x80\xAE" + std::string(300, 'W');
}

/// Every name and text of a journey is hostile.
Journey make_hostile(Journey journey) {
  const std::string bad = hostile_text();
  const auto spoil = [&](auto& item) {
    item.heading.label = bad;
    for (TextLine& line : item.texts) line.text = bad;
  };
  spoil(journey.frame);
  for (Persona& persona : journey.personas) spoil(persona);
  for (Source& source : journey.sources) spoil(source);
  for (Stage& stage : journey.stages) spoil(stage);
  for (Fix& fix : journey.fixes) spoil(fix);
  for (Channel& channel : journey.channels) channel.name = bad;
  for (Pain& pain : journey.pains) pain.label = bad;
  for (Place& place : journey.places) {
    spoil(place);
    for (FeelingLine& line : place.feels) line.word = bad;
  }
  return journey;
}

/// A stage of `count` touchpoints in a row, each with a feeling and a pain.
std::string long_spec(int stages, int count) {
  std::string text = "journey long\nsource s\n  -> t1-1\n";
  for (int s = 1; s <= stages; ++s) {
    text += fmt::format("stage stage-{}\n", s);
    for (int i = 1; i <= count; ++i) {
      text += fmt::format(
          "  touchpoint t{0}-{1} \"Touchpoint {1} of stage {0}\"\n    channel web\n"
          "    feels {2}1 felt\n    pain p{0}-{1} \"Pain {1} of stage {0}\" severity {3} causes "
          "50% of exits\n",
          s, i, i % 2 == 0 ? "+" : "-", 1 + i % 5);
      if (i < count) {
        text += fmt::format("    80% -> t{}-{}\n    rest -> leave\n", s, i + 1);
      } else if (s < stages) {
        text += fmt::format("    80% -> t{}-1\n    rest -> leave\n", s + 1);
      } else {
        text += "    80% -> done\n    rest -> leave\n";
      }
    }
  }
  return text + "outcome done\n  counts as win\n";
}

}  // namespace

TEST_CASE("maps of three small journeys are what was agreed on", "[map]") {
  const auto check = [](const std::string& name, const Drawing& drawing) {
    const std::string svg = to_svg(drawing, Theme::light);
    CHECK(xml_fault(svg) == "");
    CHECK(strays(drawing) == "");
    CHECK(compare_with_golden(golden_folder("map") / (name + ".svg"), svg) == "");
  };
  {
    const CompiledText text = spec("written");
    check("written", draw_map(map_input(text.journey(), {}, nullptr)));
  }
  {
    const CompiledText text = spec("bakery");
    check("bakery", make(text.journey()).drawing);
    MapWish wish;
    wish.persona = PersonaId{0};
    wish.fixes = text.journey().scenarios[ScenarioId{0}].fixes;
    wish.scenario_label = "Spring plan";
    wish.is_delta = true;
    check("bakery-commuter-spring", make(text.journey(), wish).drawing);
  }
  {
    const CompiledText text = spec("herbaciarnia");
    MapWish wish;
    wish.persona = PersonaId{0};
    wish.language = PictureLanguage::polish;
    check("herbaciarnia-pl", make(text.journey(), wish).drawing);
    wish.persona = PersonaId{1};
    wish.language = PictureLanguage::chinese;
    check("herbaciarnia-zh", make(text.journey(), wish).drawing);
  }
}

TEST_CASE("a map's numbers are those of the prediction", "[map]") {
  const CompiledText text = spec("bakery");
  const Journey& journey = text.journey();
  for (const PersonaId persona : {PersonaId{}, PersonaId{0}, PersonaId{1}}) {
    MapWish wish;
    wish.persona = persona;
    const Made made = make(journey, wish);
    const Prediction& found = made.parts.today;
    const std::vector<Group> groups =
        persona.is_valid() ? std::vector<Group>{only(persona)} : std::vector<Group>{};
    CHECK(has_text(find_mark(made.drawing, "tile__converts"),
                   format_share(value_of(found, Metric::Kind::conversion, {}, groups))));
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId id = journey.places.id_at(i);
      const Place& place = journey.places[id];
      const bool is_outcome = place.kind == Place::Kind::outcome;
      const Mark* mark =
          find_mark(made.drawing, (is_outcome ? "outcome__" : "touchpoint__") + place.heading.name);
      CHECK(has_text(mark, picture_share(value_of(found, Metric::Kind::reach, id, groups),
                                         PictureLanguage::english)));
      if (place.feels.empty()) continue;
      const Mark* face = find_mark(made.drawing, "feeling__" + place.heading.name);
      REQUIRE(face != nullptr);
      const std::string feeling = feeling_text(value_of(found, Metric::Kind::emotion, id, groups),
                                               PictureLanguage::english);
      CHECK(face->title.find(feeling) != std::string::npos);
    }
  }
}

TEST_CASE("a fix on the map has the figures of its comparison, blue only if advised", "[map]") {
  const CompiledText text = spec("bakery");
  const Made made = make(text.journey());
  REQUIRE(made.parts.comparison.has_value());
  REQUIRE(made.parts.advice.size() == 3);
  const auto ground = [&](const char* id) {
    const Mark* mark = find_mark(made.drawing, id);
    REQUIRE(mark != nullptr);
    return mark->shapes.front().paint.fill;
  };
  CHECK(made.parts.advice[1].advice == Advice::do_it);
  CHECK(ground("fix__second-till") == kGoodGround.light);
  CHECK(made.parts.advice[2].advice != Advice::do_it);
  CHECK(ground("fix__loyalty-card") != kGoodGround.light);
  const double net = made.parts.comparison->alternatives[1].business->net.value;
  const std::string shown = all_text(made.drawing);
  CHECK(shown.find(format_money(net, "EUR", PictureLanguage::english) + " net") !=
        std::string::npos);
  CHECK(shown.find("not modelled yet") != std::string::npos);
}

TEST_CASE("stages count people once, personas are counted alone, pains share the exits", "[map]") {
  const CompiledText text = spec("bakery");
  const Journey& journey = text.journey();
  const Made made = make(journey);
  // Whoever comes to the till comes through the queue: the stage is as often reached as the queue.
  const PlaceId queue = journey.stages[StageId{1}].places.front();
  CHECK(made.parts.today_stages[1].reach.value() ==
        Approx(value_of(made.parts.today, Metric::Kind::reach, queue)).epsilon(1e-6));
  const PersonaId commuter{0};
  RunOptions how;
  how.people = 0;
  how.worlds = 0;
  const Prediction all = predict(journey, standard_questions(journey), how);
  const Journey alone = journey_of_persona(journey, commuter);
  const Prediction theirs = predict(alone, standard_questions(alone), how);
  CHECK(value_of(theirs, Metric::Kind::conversion) ==
        Approx(value_of(all, Metric::Kind::conversion, {}, {only(commuter)})).epsilon(1e-6));
  double lost = 0, lost_to_pains = 0;
  for (const FlowVolume& flow : all.flows) {
    if (flow.from == queue && flow.to == journey.leave) lost += flow.per_entrant;
  }
  for (const PainEffect& pain : made.parts.today_pains) lost_to_pains += pain.lost;
  CHECK(lost_to_pains == Approx(0.75 * lost).epsilon(1e-6));
  // Of two pains the one that sends away more is worth more to be rid of.
  REQUIRE(made.parts.reliefs.size() == 1);
  CHECK(made.parts.reliefs.front().conversion > 0);
  CHECK(made.parts.reliefs.front().conversion < lost);
}

TEST_CASE("today beside a scenario: changes are marked, equal figures are not", "[map]") {
  const CompiledText text = spec("bakery");
  MapWish wish;
  wish.fixes = {FixId{0}};
  wish.scenario_label = "Spring plan";
  wish.is_delta = true;
  const Made made = make(text.journey(), wish);
  const Mark* till = find_mark(made.drawing, "touchpoint__till");
  REQUIRE(till != nullptr);
  CHECK(till->shapes.front().paint.stroke == kGood.light);
  CHECK(till->title.find("today") != std::string::npos);
  const Mark* window = find_mark(made.drawing, "touchpoint__window");
  REQUIRE(window != nullptr);
  CHECK(window->shapes.front().paint.stroke == kHairline.light);
  CHECK(find_mark(made.drawing, "emotion___today") != nullptr);
}

TEST_CASE("names that try to break a map stand in it as text, inside their cards", "[map]") {
  const CompiledText text = spec("bakery");
  const Journey journey = make_hostile(text.journey());
  for (const PersonaId persona : {PersonaId{}, PersonaId{0}}) {
    MapWish wish;
    wish.persona = persona;
    wish.fixes = {FixId{0}};
    wish.scenario_label = hostile_text();
    wish.is_delta = true;
    const Made made = make(journey, wish);
    const std::string svg = to_svg(made.drawing, Theme::automatic);
    CHECK(xml_fault(svg) == "");
    CHECK(svg.find("<script") == std::string::npos);
    CHECK(svg.find("&lt;script&gt;") != std::string::npos);
    CHECK(svg.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(strays(made.drawing) == "");
  }
}

TEST_CASE("large maps grow and stay inside their cards; ids are not used twice", "[map]") {
  for (const auto& [stages, count] : std::vector<std::pair<int, int>>{{12, 10}, {1, 40}, {9, 1}}) {
    const CompiledText text = compile_text(long_spec(stages, count));
    REQUIRE(messages_of(text) == "");
    const Drawing drawing = draw_map(map_input(text.journey(), {}, nullptr));
    CHECK(strays(drawing) == "");
    std::set<std::string> ids;
    for (const Mark& mark : drawing.marks) {
      if (!mark.id.empty()) CHECK(ids.insert(mark.id).second);
    }
    for (int i = 1; i <= count; ++i) {
      CHECK(find_mark(drawing, fmt::format("touchpoint__t1-{}", i)) != nullptr);
    }
  }
}

/// A month that many are still in when half a year is over; nothing in it is uncertain.
const std::string kClub =
    "journey club\n  currency EUR\n  entrants 100 per month\n  horizon 6 months\nsource web\n"
    "  -> try-out\nstage begin\n  touchpoint try-out\n    feels +1 calm\n    40% -> month\n"
    "    rest -> leave\nstage stay\n  touchpoint month\n    counts as conversion\n"
    "    takes 1 month\n    earns 30 EUR\n    feels -1 tired\n    10% -> gone\n    rest -> month\n"
    "outcome gone\n  counts as loss\n"
    "fix poster\n  raise try-out -> month by 5pp\n  costs 10 EUR once\n";

TEST_CASE("with those who are still there the ways out of a stage add up", "[map]") {
  const CompiledText text = compile_text(kClub);
  const Made made = make(text.journey());
  const Mark* stay = find_mark(made.drawing, "metrics__stay");
  REQUIRE(stay != nullptr);
  CHECK(has_text(stay, "still here"));
  CHECK_FALSE(has_text(find_mark(made.drawing, "metrics__begin"), "still here"));
  CHECK(has_text(find_mark(made.drawing, "outcome___still"), "Still on the way"));
  double still = 1;
  for (std::size_t i = 0; i < text.journey().places.size(); ++i) {
    const PlaceId id = text.journey().places.id_at(i);
    if (text.journey().places[id].kind != Place::Kind::outcome) continue;
    still -= value_of(made.parts.today, Metric::Kind::reach, id);
  }
  CHECK(has_text(find_mark(made.drawing, "outcome___still"),
                 picture_share(still, PictureLanguage::english)));
}

TEST_CASE("how many get into a stage is the same with all that follows and without", "[map]") {
  const CompiledText text = spec("bakery");
  const Journey& journey = text.journey();
  const std::vector<std::optional<double>> today = find_stage_reach(journey, PersonaId{}, 1);
  std::vector<Alternative> sets(1);
  sets.front().fixes = {FixId{0}};
  const auto with_fix = find_stage_reach(journey, sets, 1);
  const std::optional<Journey> applied = apply_fixes(journey, sets.front().fixes);
  REQUIRE(applied);
  const auto alone = find_stage_reach(*applied, PersonaId{}, 1);
  REQUIRE(with_fix.size() == 1);
  std::size_t known = 0;
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  for (std::size_t i = 0; i < journey.stages.size(); ++i) {
    const Stage& stage = journey.stages[journey.stages.id_at(i)];
    CHECK(today[i].has_value() == (stage.places.size() > 1));
    if (!today[i]) continue;
    ++known;
    const Prediction whole =
        predict(with_stage_as_goal(journey, stage, false), {{Metric{}, {}}}, how);
    CHECK(*today[i] == Approx(value_of(whole, Metric::Kind::conversion)).epsilon(1e-6));
    CHECK(*with_fix.front()[i] == Approx(*alone[i]).epsilon(1e-6));
  }
  CHECK(known > 0);
}

TEST_CASE("of numbers without doubt the map tells no chances", "[map]") {
  const std::string shown = all_text(make(compile_text(kClub).journey()).drawing);
  CHECK(shown.find("EUR net") != std::string::npos);
  CHECK(shown.find("draws") == std::string::npos);
}

TEST_CASE("a feeling of two hundred letters is cut, and stands by its face", "[map]") {
  std::string spec = kClub;
  spec.replace(spec.find("tired"), 5, std::string(200, 'w'));
  const Made made = make(compile_text(spec).journey());
  CHECK(strays(made.drawing) == "");
  const Mark* face = find_mark(made.drawing, "feeling__month");
  REQUIRE(face != nullptr);
  const auto word = std::find_if(face->shapes.begin(), face->shapes.end(), [](const Shape& shape) {
    return shape.kind == Shape::Kind::text;
  });
  REQUIRE(word != face->shapes.end());
  CHECK(word->text.ends_with("…"));
  const Extent extent = extent_of(*word);
  CHECK(extent.left < face->shapes.front().at.x);
  CHECK(extent.right > face->shapes.front().at.x);
}

TEST_CASE("a persona may be called as a curve is", "[map]") {
  const CompiledText text = compile_text(
      "journey j\npersona today\n  share 50%\npersona curve\n  share rest\nsource s\n  -> a\n"
      "stage outside\n  touchpoint a\n    feels +1 for today\n    feels -1 for curve\n    50% -> "
      "b\n"
      "    rest -> leave\n  touchpoint b\n    feels -1 for today\n    feels +1 for curve\n    -> "
      "c\n"
      "touchpoint c\n  -> o\noutcome o\n  counts as win\n");
  std::set<std::string> ids;
  for (const Mark& mark : make(text.journey()).drawing.marks) {
    if (!mark.id.empty()) CHECK(ids.insert(mark.id).second);
  }
}

TEST_CASE("a journey without stages has a column per touchpoint, or one for many", "[map]") {
  const CompiledText few = compile_text(
      "journey j\nsource s\n  -> a\ntouchpoint a\n  50% -> b\n  rest -> leave\n"
      "touchpoint b\n  -> o\noutcome o\n  counts as win\n");
  const Drawing drawing = make(few.journey()).drawing;
  CHECK(find_mark(drawing, "touchpoint__a") != nullptr);
  CHECK(has_text(find_mark(drawing, "touchpoint__b"), "50%"));
  // Nothing is felt, thought or hurt: no such rows.
  const std::string shown = all_text(drawing);
  for (const char* row : {"Emotion", "Thoughts", "Pain points", "Fixes", "Actions"}) {
    CHECK(shown.find(row) == std::string::npos);
  }
}

}  // namespace cairn
