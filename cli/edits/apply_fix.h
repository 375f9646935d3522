// `cairn apply`: a launched fix written into the text, and proof that the text says the same.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "cli/edits/repair.h"
#include "cli/project/project.h"
#include "compiler/bake.h"

namespace cairn {

/// The figures that the text with the fix must share with the fix.
struct FixFigures {
  double conversion = 0;
  double revenue = 0, cost = 0;  // per entrant
  double days = 0;               // to the end of the journey, mean
  double feeling = 0;            // mean
};

struct AppliedFix {
  enum class Outcome {
    done,
    refused,    // `baked.refused` says why
    not_sound,  // the text would have mistakes: `after`
    differs,    // the text would predict something else, which is a bug of ours
  };
  Outcome outcome = Outcome::done;
  Baked baked;
  std::vector<MendedFile> files;   // only those that change, in order of reading
  Opened after;                    // the project as it would be
  FixFigures before, wanted, got;  // today's, those of the fix, those of the text
};

/// Works in memory only.
AppliedFix apply_fix(const Files& disk, const Opened& opened, FixId fix, const Options& options);

/// As they are printed: "conversion 4.94%, revenue 3.10 EUR and cost 2.33 EUR per entrant".
std::string figures_text(const FixFigures& figures, const std::string& currency);
/// The same with time and feeling.
std::string all_figures_text(const FixFigures& figures, const std::string& currency);

}  // namespace cairn
