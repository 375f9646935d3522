// Holds what comes on stdin against a JSON Schema: `cairn run x --json | check_result_schema FILE`.
#include <fstream>
#include <iostream>
#include <utility>

#include <nlohmann/json.hpp>

#include "tests/support/schema_check.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: check_result_schema SCHEMA < DOCUMENT\n";
    return 2;
  }
  std::ifstream file(argv[1]);
  const nlohmann::json schema = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  const nlohmann::json document = nlohmann::json::parse(std::cin, nullptr, false);
  if (schema.is_discarded() || document.is_discarded()) {
    std::cout << "not JSON\n";
    return 1;
  }
  std::vector<std::string> complaints;
  // `check --json` of several files prints a list of envelopes.
  const nlohmann::json envelopes =
      document.is_array() ? document : nlohmann::json::array({document});
  for (const nlohmann::json& envelope : envelopes) {
    for (std::string& complaint : cairn::check_schema(schema, envelope)) {
      complaints.push_back(std::move(complaint));
    }
  }
  for (const std::string& complaint : complaints) std::cout << complaint << "\n";
  return complaints.empty() ? 0 : 1;
}
