// `cairn dump`: what stands between the steps, for looking inside.
#include <fmt/format.h>
#include <string>

#include "cli/commands.h"
#include "cli/project/project.h"
#include "grammar/syntax_tree.h"
#include "journey/classes.h"
#include "journey/journey_dump.h"
#include "journey/state_space.h"
#include "journey/world.h"
#include "simulator/chain/chain.h"

namespace cairn {
namespace {

void dump_chains(const Journey& journey, Console& console) {
  const World world = best_estimate(journey);
  const std::vector<CustomerClass> classes = find_classes(journey);
  const std::vector<double> shares = class_shares(journey, classes, world);
  const StateSpaces all = build_state_spaces(journey);
  // The checks refuse a journey with more states than the limit (E415), so that all stand here.
  for (std::size_t i = 0; i < all.spaces.size(); ++i) {
    const StateSpace& space = all.spaces[i];
    const std::string name = class_name(journey, classes[i]);
    print_source(console, fmt::format("class {}: {:.12g} of entrants\n",
                                      name.empty() ? "everyone" : name, shares[i]));
    print_source(console, dump_chain(journey, space, build_chain(journey, space, world)));
  }
}

}  // namespace

int run_dump(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (!opened.project.is_readable) return *refuse(opened, options, console, false);
  if (options.dump == DumpWhat::chain) {
    if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
    dump_chains(opened.compiled.journey, console);
    watch.lap("build and print chains");
    watch.report();
    return kExitYes;
  }
  // Tree and journey can be looked at whatever is wrong with them.
  show_diagnostics(opened, options, console);
  if (options.dump == DumpWhat::journey) {
    print_source(console, dump_journey(opened.compiled.journey));
  } else {
    for (const SyntaxTree& tree : opened.project.trees) {
      print_source(console, dump_tree(tree, opened.project.files[tree.file]));
    }
  }
  watch.lap("print");
  watch.report();
  return opened.diagnostics.has_errors() ? kExitNo : kExitYes;
}

}  // namespace cairn
