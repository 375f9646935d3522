#include "simulator/walk/paths.h"

#include <map>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "tests/unit/simulator/walk/maze.h"

namespace cairn {
namespace {

struct Row {
  std::uint64_t customer = 0, step = 0;
  std::string touchpoint;
  double time = 0, money = 0;
};

std::vector<Row> read_rows(const std::string& text) {
  std::vector<Row> rows;
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  CHECK(line == "customer,step,touchpoint,time,money,persona,source,device\r");
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string customer, step, time, money;
    Row row;
    std::getline(fields, customer, ',');
    std::getline(fields, step, ',');
    std::getline(fields, row.touchpoint, ',');
    std::getline(fields, time, ',');
    std::getline(fields, money, ',');
    row.customer = std::stoull(customer);
    row.step = std::stoull(step);
    row.time = std::stod(time);
    row.money = std::stod(money);
    rows.push_back(row);
  }
  return rows;
}

void name_places(Sketch& sketch) {
  for (std::size_t i = 0; i < sketch.journey.places.size(); ++i) {
    sketch.journey.places[sketch.journey.places.id_at(i)].heading.name = "t" + std::to_string(i);
  }
}

std::string write_all(const Maze& maze, std::uint64_t people) {
  std::string text;
  WalkOptions options;
  options.people = people;
  const PathsWritten written = write_paths(maze.journey, {maze.walk_class()}, maze.weights, options,
                                           [&](std::string_view more) {
                                             text += more;
                                             return true;
                                           });
  CHECK(written.is_complete);
  CHECK(written.people == people);
  return text;
}

}  // namespace

TEST_CASE("paths are the journeys that the walk counts") {
  constexpr std::uint64_t kPeople = 2'000;
  for (const double horizon : {std::numeric_limits<double>::infinity(), 5.0}) {
    Maze maze(31,
              Maze::fixed_ones | Maze::lognormals | Maze::exponentials | Maze::after | Maze::money);
    maze.weights.horizon_days = horizon;
    name_places(maze);
    maze.chain.states[0].money = {{fixed(2), -1, 0}};
    const std::vector<Row> rows = read_rows(write_all(maze, kPeople));
    WalkOptions options;
    options.people = kPeople;
    const Totals mean = maze.mean_of(maze.walk_with(options));
    const TotalsLayout& at = maze.layout;
    std::map<std::string, double> visits;
    double money = 0;
    std::uint64_t customer = 0, step = 0;
    double time = 0;
    for (const Row& row : rows) {
      visits[row.touchpoint] += 1;
      money += row.money;
      // In order, without gaps, and time does not run back.
      CHECK((row.customer == customer ? row.step == step + 1 : row.step == 1));
      CHECK((row.customer == customer ? row.time >= time : row.customer == customer + 1));
      customer = row.customer;
      step = row.step;
      time = row.time;
    }
    CHECK(customer == kPeople);
    for (std::size_t i = 0; i < at.place_count; ++i) {
      const PlaceId place{static_cast<std::uint32_t>(i)};
      CHECK(visits["t" + std::to_string(i)] == std::round(mean[at.visits(place)] * kPeople));
    }
    CHECK(money / kPeople == Approx(mean[at.revenue()] - mean[at.cost()]).epsilon(1e-6));
  }
}

TEST_CASE("names with commas and quotes are quoted, and a full disk stops the writing") {
  Maze maze(1, Maze::lognormals);
  name_places(maze);
  maze.journey.places[maze.place(2)].heading.name = "call, \"again\"";
  maze.journey.sources[maze.source].heading.name = "ads";
  const std::string text = write_all(maze, 3);
  CHECK(text.find("1,1,\"call, \"\"again\"\"\",0,0,,ads,\r\n") != std::string::npos);
  WalkOptions options;
  options.people = 1'000'000;
  int calls = 0;
  const PathsWritten written = write_paths(maze.journey, {maze.walk_class()}, maze.weights, options,
                                           [&](std::string_view) { return ++calls < 3; });
  CHECK_FALSE(written.is_complete);
  CHECK(calls == 3);
  CHECK(written.people < 100'000);
}

}  // namespace cairn
