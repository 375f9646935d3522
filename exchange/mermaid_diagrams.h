// A Journey as Mermaid diagrams, for READMEs and wikis that draw them.
#pragma once

#include <vector>

#include "exchange/exported.h"
#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

/// `journey`: stages are sections, touchpoints tasks, personas actors; feelings at best estimates
/// run from 1 to 5. Where personas feel differently, a task is repeated for each feeling;
/// `spec_from_mermaid` reads that back as one touchpoint.
Exported journey_diagram(const Journey& journey);

/// `flowchart LR`: every place and source, every way with its share as written.
Exported flowchart_diagram(const Journey& journey);

/// `sankey-beta`: how many of 1 000 entrants go which way. A way back into what came before would
/// close a circle, which Mermaid refuses: it ends at "X (again)", and what follows it is counted
/// among the ways out of X.
Exported sankey_diagram(const Journey& journey, const std::vector<FlowVolume>& flows);

}  // namespace cairn
