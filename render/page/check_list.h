// What was checked: promises, the two engines, warnings of the spec, and how to make it again.
#pragma once

#include "render/page/page_input.h"

namespace cairn {

PageSection make_checks(const PageInput& input);

}  // namespace cairn
