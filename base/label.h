// What people read where a spec gives a name and no label.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// "product-page" -> "Product page", "żółta_kartka" -> "Żółta kartka"; scripts without case stay.
std::string label_from_name(std::string_view name);

}  // namespace cairn
