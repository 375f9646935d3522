// Flow graphs made by hand, for tests and for looking at.
#pragma once

#include <string>
#include <vector>

#include "render/flow/flow_graph.h"

namespace cairn {

struct Sample {
  std::string name;
  FlowGraph graph;
};

FlowGraph sample_shop();      // five stages, three outcomes, loops back
FlowGraph sample_chinese();   // names in Han, with sources
FlowGraph sample_saas();      // lines back to the same card
FlowGraph sample_delta();     // the shop with a guest checkout against today
FlowGraph sample_living();    // for a page: with what nobody uses today
FlowGraph sample_tiny();      // two touchpoints, no stages
FlowGraph sample_one_card();  // nothing but one touchpoint, no numbers
FlowGraph sample_hostile();   // names that try to break something
FlowGraph sample_sources();   // forty sources
FlowGraph sample_large(int stages, int cards_per_stage, int links);

std::vector<Sample> all_samples();

}  // namespace cairn
