// The sankey: what goes in comes out, columns follow the file, bands fit their nodes.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "render/charts/sankey_graph.h"
#include "render/charts/sankey_layout.h"
#include "simulator/predict.h"
#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"
#include "tests/support/random_journey.h"

namespace cairn {
namespace {

struct Drawn {
  CompiledText text;
  Prediction prediction;
  SankeyGraph graph;
};

Drawn gather(CompiledText text) {
  Drawn drawn;
  drawn.text = std::move(text);
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  drawn.prediction = predict(drawn.text.journey(), standard_questions(drawn.text.journey()), how);
  ChartInput input{drawn.text.journey()};
  input.today = &drawn.prediction;
  drawn.graph = find_sankey(input);
  return drawn;
}

bool is_end(const SankeyNode& node) {
  return node.kind != SankeyNode::Kind::source && node.kind != SankeyNode::Kind::touchpoint;
}

void check_balance(const SankeyGraph& graph) {
  std::vector<double> in(graph.nodes.size(), 0), out(graph.nodes.size(), 0);
  double entered = 0, ended = 0;
  for (const SankeyLink& link : graph.links) {
    out[link.from] += link.value;
    in[link.to] += link.value;
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const SankeyNode& node = graph.nodes[i];
    INFO(node.id);
    if (node.kind != SankeyNode::Kind::source) {
      CHECK(in[i] + node.other_in == Approx(node.passages).margin(1e-4));
    }
    if (!is_end(node)) CHECK(out[i] + node.other_out == Approx(node.passages).margin(1e-4));
    if (node.kind == SankeyNode::Kind::source) entered += node.passages;
    if (is_end(node)) ended += node.passages;
  }
  CHECK(entered == Approx(1).margin(1e-4));
  CHECK(ended == Approx(1).margin(2e-4 * static_cast<double>(graph.nodes.size())));
}

void check_layout(const SankeyGraph& graph) {
  const SankeyLayout layout = place_sankey(graph, 400);
  for (const SankeyBand& band : layout.bands) {
    const SankeyLink& link = graph.links[band.link];
    const SankeyBox &from = layout.nodes[link.from], &to = layout.nodes[link.to];
    INFO(graph.nodes[link.from].id << " to " << graph.nodes[link.to].id);
    const Point start = link.is_loop ? band.start : band.top.front();
    const Point end = link.is_loop ? band.end : band.top.back();
    CHECK(band.thickness == Approx(400 * link.value));
    CHECK(start.y >= from.y - 0.6);
    CHECK(start.y + band.thickness <= from.y + std::max(from.height, 2.0) + 0.6);
    CHECK(end.y >= to.y - 0.6);
    CHECK(end.y + band.thickness <= to.y + std::max(to.height, 2.0) + 0.6);
  }
  for (const SankeyBox& box : layout.nodes) CHECK(box.y + box.height <= layout.height + 0.01);
}

}  // namespace

TEST_CASE("in a sankey of a spec what goes in comes out") {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(CAIRN_SOURCE_DIR) / "specs")) {
    if (entry.path().filename() == "shop-fixes.journey") continue;
    INFO(entry.path());
    MemoryFiles files;
    for (const std::string name : {"shop-fixes.journey", "spec.journey"}) {
      const bool is_spec = name == "spec.journey";
      files.contents["/" + name] =
          read_test_file(is_spec ? entry.path() : entry.path().parent_path() / name);
    }
    const Drawn drawn = gather(compile_files(files, "spec.journey"));
    check_balance(drawn.graph);
    check_layout(drawn.graph);
  }
}

TEST_CASE("in sankeys of random journeys what goes in comes out") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO(seed);
    RandomJourneyOptions options;
    options.may_have_doubt = false;
    const Drawn drawn = gather(compile_text(random_journey_text(seed, options)));
    check_balance(drawn.graph);
    check_layout(drawn.graph);
  }
}

TEST_CASE("columns of a sankey follow the stages of the file, loops run back") {
  const Drawn drawn =
      gather(compile_text(read_test_file(golden_folder("charts") / "cafe.journey")));
  const auto column = [&](const std::string& id) {
    const auto found = std::find_if(drawn.graph.nodes.begin(), drawn.graph.nodes.end(),
                                    [&](const SankeyNode& node) { return node.id == id; });
    REQUIRE(found != drawn.graph.nodes.end());
    return found->column;
  };
  CHECK(column("source-search") == 0);
  CHECK(column("shop") == 1);
  CHECK(column("basket") == 2);
  CHECK(column("paid") == 3);
  CHECK(column("happy") == 4);
  CHECK(column("leave") == 4);
  std::size_t loops = 0;
  for (const SankeyLink& link : drawn.graph.links) loops += link.is_loop ? 1 : 0;
  CHECK(loops == 2);  // from the basket and from the order back to the shop
}

}  // namespace cairn
