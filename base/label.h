// What people read where a spec gives a name and no label, and the way back.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// "product-page" -> "Product page", "żółta_kartka" -> "Żółta kartka"; scripts without case stay.
std::string label_from_name(std::string_view name);

/// "Product page" -> "product-page", "Don't ask (yet)" -> "dont-ask-yet": lower case, and `-` for
/// all that a name cannot hold. Empty if nothing is left; a digit may come first, and the word may
/// be reserved: both are for the caller to mend.
std::string name_from_label(std::string_view label);

}  // namespace cairn
