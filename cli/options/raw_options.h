// Options as they are typed, before their words are turned into values.
#pragma once

#include <string>

#include "cli/options/options.h"

namespace cairn {

/// What CLI11 fills in as text before it is turned into Options.
struct RawOptions {
  Options options;
  std::string path, level, root, colour = "auto", dump_what, format = "human", export_to,
                                 diagram = "journey", engine = "both", kernel = "fast", precision,
                                 most_states = "200000", picture = "flow", theme = "auto", language;
  std::string seed = "1", worlds = "1000", people = "1000000", threads = "0";
  std::string diff_worlds;            // empty: few, and none where git calls for every file
  std::string few_worlds = "200";     // where every step draws them anew
  std::string checking_people = "0";  // where walking is a check that must be asked for
};

/// Only words that passed their checks get here.
Options to_options(const RawOptions& raw);

}  // namespace cairn
