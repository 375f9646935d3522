// Pictures say what the other commands say.
#include "cli/pictures/pictures.h"

#include <algorithm>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

#include "compiler/compile.h"
#include "render/flow/flow_card.h"
#include "render/picture/picture_numbers.h"
#include "simulator/compare.h"

using namespace cairn;

namespace {

Journey shop() {
  Diagnostics ignored;
  const DiskFiles disk;
  const Project project =
      load_project(disk, std::string(CAIRN_SOURCE_DIR) + "/specs/shop.journey", {}, ignored);
  Compiled compiled = compile(project, {}, ignored);
  REQUIRE(compiled.is_sound);
  return std::move(compiled.journey);
}

Comparison compare_at_best(const Journey& journey, const std::vector<Question>& questions) {
  CompareOptions how;
  how.worlds = 0;
  how.find_business = false;
  auto comparison = compare(journey, all_alternatives(journey), questions, how);
  REQUIRE(comparison);
  return std::move(*comparison);
}

Drawing draw_alternative(const Journey& journey, const Alternative& alternative, bool is_delta) {
  PictureRequest request{journey};
  request.fixes = alternative.fixes;
  request.scenario_label = "these fixes";
  request.is_delta = is_delta;
  auto drawn = make_picture(request);
  REQUIRE(std::holds_alternative<Drawing>(drawn));
  return std::get<Drawing>(std::move(drawn));
}

const Mark* find_mark(const Drawing& drawing, const std::string& id) {
  for (const Mark& mark : drawing.marks) {
    if (mark.id == id) return &mark;
  }
  return nullptr;
}

bool says(const Mark& mark, const std::string& beginning) {
  return std::any_of(mark.shapes.begin(), mark.shapes.end(), [&](const Shape& shape) {
    return shape.kind == Shape::Kind::text && shape.text.starts_with(beginning);
  });
}

}  // namespace

TEST_CASE("the flow of every set of fixes has the figures of `cairn compare`") {
  const Journey journey = shop();
  const Comparison comparison = compare_at_best(journey, {});
  std::size_t checked = 0;
  for (const ComparedAlternative& row : comparison.alternatives) {
    if (row.alternative.kind == Alternative::Kind::today) continue;
    const Drawing flow = draw_alternative(journey, row.alternative, false);
    const Drawing delta = draw_alternative(journey, row.alternative, true);
    for (const PlaceEffect& place : row.places) {
      const std::string& name = journey.places[place.place].heading.name;
      INFO(alternative_name(journey, row.alternative) << " " << name);
      const Mark* card = find_mark(flow, name);
      if (card == nullptr) continue;
      CHECK(says(*card, picture_share(place.reach, PictureLanguage::english)));
      const std::string change =
          change_text(place.reach - place.reach_today, PictureLanguage::english);
      const Mark* changed = find_mark(delta, name);
      REQUIRE(changed != nullptr);
      if (!change.empty()) CHECK(says(*changed, change));
      ++checked;
    }
  }
  CHECK(checked > 30);
}

TEST_CASE("a picture of fixes shows what only they lead to") {
  const Journey journey = shop();
  for (const Alternative& alternative : all_alternatives(journey)) {
    const bool is_reminder = alternative.kind == Alternative::Kind::fix &&
                             journey.fixes[alternative.fixes[0]].heading.name == "cart-reminder";
    const Drawing flow = draw_alternative(journey, alternative, false);
    CHECK((find_mark(flow, "reminder-email") != nullptr) == is_reminder);
    CHECK((find_mark(flow, "checkout__reminder-email") != nullptr) == is_reminder);
  }
}

TEST_CASE("the flow of a persona has the figures of that persona") {
  const Journey journey = shop();
  Question reach;
  reach.metric.kind = Metric::Kind::reach;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    if (journey.places[journey.places.id_at(i)].heading.name == "cart") {
      reach.metric.place = journey.places.id_at(i);
    }
  }
  Group regular;
  regular.traits.emplace_back().persona = journey.personas.id_at(1);
  reach.groups = {regular};
  const Comparison comparison = compare_at_best(journey, {reach});
  PictureRequest request{journey};
  request.persona = journey.personas.id_at(1);
  const auto drawn = make_picture(request);
  REQUIRE(std::holds_alternative<Drawing>(drawn));
  const Mark* cart = find_mark(std::get<Drawing>(drawn), "cart");
  REQUIRE(cart != nullptr);
  const double share = comparison.alternatives[0].figures[0].answer.estimate.best;
  CHECK(says(*cart, picture_share(share, PictureLanguage::english)));
  // Not that of everyone: the test would else say nothing.
  CHECK(picture_share(share, PictureLanguage::english) !=
        picture_share(comparison.alternatives[0].places[3].reach, PictureLanguage::english));
}
