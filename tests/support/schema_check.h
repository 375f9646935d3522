// A checker for the part of JSON Schema that docs/result.schema.json uses; a keyword it does not
// know is a failure, so that the schema cannot say more than is tested.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cairn {

/// What does not fit, each with its place in the document; empty if all does.
std::vector<std::string> check_schema(const nlohmann::json& schema, const nlohmann::json& document);

}  // namespace cairn
