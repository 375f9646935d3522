#include "tests/support/schema_check.h"

#include <algorithm>
#include <set>

namespace cairn {
namespace {

using Json = nlohmann::json;

struct Checker {
  const Json& root;
  std::vector<std::string> complaints;

  void complain(const std::string& place, const std::string& what) {
    complaints.push_back(place + ": " + what);
  }

  static bool is_of_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "boolean") return value.is_boolean();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == "null" && value.is_null();
  }

  void check_type(const Json& wanted, const Json& value, const std::string& place) {
    const Json types = wanted.is_array() ? wanted : Json::array({wanted});
    const bool fits = std::any_of(types.begin(), types.end(), [&](const Json& type) {
      return is_of_type(value, type.get<std::string>());
    });
    if (!fits) complain(place, "is not of type " + wanted.dump());
  }

  void check_object(const Json& schema, const Json& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const Json& name : schema.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>())) complain(place, "lacks " + name.dump());
    }
    const Json properties = schema.value("properties", Json::object());
    const bool is_closed = schema.contains("additionalProperties");
    for (const auto& [name, item] : value.items()) {
      if (properties.contains(name)) {
        check(properties[name], item, place + "/" + name);
      } else if (is_closed) {
        complain(place, "must not have \"" + name + "\"");
      }
    }
  }

  // The depth is that of the schema's own nesting, which is not recursive.
  void check(const Json& schema, const Json& value, const std::string& place) {
    static const std::set<std::string> known = {
        "$schema", "$id",  "$defs", "$ref",     "title",      "description",
        "type",    "enum", "const", "required", "properties", "additionalProperties",
        "items"};
    for (const auto& [keyword, unused] : schema.items()) {
      if (known.count(keyword) == 0) complain(place, "the schema uses unknown " + keyword);
    }
    if (schema.contains("$ref")) {
      const std::string reference = schema["$ref"].get<std::string>();
      check(root.at(Json::json_pointer(reference.substr(1))), value, place);
    }
    if (schema.contains("type")) check_type(schema["type"], value, place);
    if (schema.contains("const") && schema["const"] != value)
      complain(place, "is not the constant");
    if (schema.contains("enum")) {
      const Json& allowed = schema["enum"];
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
        complain(place, value.dump() + " is none of " + allowed.dump());
      }
    }
    check_object(schema, value, place);
    if (schema.contains("items") && value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(schema["items"], value[i], place + "/" + std::to_string(i));
      }
    }
  }
};

}  // namespace

std::vector<std::string> check_schema(const Json& schema, const Json& document) {
  Checker checker{schema, {}};
  checker.check(schema, document, "");
  return checker.complaints;
}

}  // namespace cairn
