// Who may include whom: the table of docs/architecture.md, held against every #include.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"base", {}},
    {"grammar", {"base"}},
    {"journey", {"base"}},
    {"compiler", {"grammar", "journey", "base"}},
    {"render/picture", {"base"}},
    {"render/flow", {"render/picture", "journey", "base"}},
    {"render/map", {"render/picture", "journey", "base"}},
    {"render/charts", {"render/picture", "journey", "base"}},
    {"render/terminal", {"journey", "base"}},
    {"render/page", {"render/picture", "journey", "base"}},
    {"simulator/chain", {"journey", "base"}},
    {"simulator/exact", {"simulator/chain", "journey", "base"}},
    {"simulator/grid", {"simulator/exact", "simulator/chain", "journey", "base"}},
    {"simulator/calendar",
     {"simulator/grid", "simulator/exact", "simulator/chain", "journey", "base"}},
    {"simulator/walk", {"simulator/chain", "journey", "base"}},
    {"simulator",
     {"simulator/calendar", "simulator/walk", "simulator/grid", "simulator/exact",
      "simulator/chain", "journey", "base"}},
    {"decision", {"simulator", "simulator/chain", "journey", "base"}},
    {"exchange", {"journey", "base"}},
    {"diff", {"journey", "base"}},
    {"git", {"base"}},
    {"serve", {"render/picture", "base"}},
    {"cli/options", {"render/picture", "simulator", "journey", "base"}},
    {"cli/project", {"cli/options", "compiler", "simulator", "render/terminal", "journey", "base"}},
    {"cli/promises", {"simulator", "decision", "render/terminal", "journey", "base"}},
    {"cli/pictures",
     {"cli/project", "cli/options", "simulator", "decision", "render/picture", "render/flow",
      "render/charts", "render/map", "journey", "base"}},
    {"cli/report",
     {"cli/pictures", "cli/promises", "cli/project", "cli/options", "simulator", "decision",
      "render/picture", "render/flow", "render/charts", "render/map", "render/page", "journey",
      "base"}},
    {"cli/changes",
     {"cli/promises", "cli/project", "cli/options", "diff", "git", "grammar", "simulator",
      "journey", "base"}},
    {"cli/edits",
     {"cli/project", "cli/options", "grammar", "compiler", "simulator", "journey", "base"}},
    {"cli",
     {"cli/options",
      "cli/project",
      "cli/promises",
      "cli/pictures",
      "cli/report",
      "cli/changes",
      "cli/edits",
      "grammar",
      "journey",
      "compiler",
      "render/picture",
      "render/page",
      "render/terminal",
      "simulator",
      "simulator/chain",
      "decision",
      "exchange",
      "diff",
      "git",
      "serve",
      "base"}},
};

/// Third-party headers by prefix, and the rooms that may include them (docs/architecture.md).
const std::map<std::string, std::set<std::string>> kThirdParty = {
    {"tao/pegtl", {"grammar"}},
    {"fmt/",
     {"base",
      "grammar",
      "journey",
      "compiler",
      "render/picture",
      "render/flow",
      "render/charts",
      "render/map",
      "render/page",
      "render/terminal",
      "simulator",
      "simulator/chain",
      "decision",
      "exchange",
      "diff",
      "git",
      "cli",
      "cli/options",
      "cli/project",
      "cli/promises",
      "cli/pictures",
      "cli/report",
      "cli/changes",
      "cli/edits"}},
    {"nlohmann/", {"base", "journey", "render/page", "exchange", "diff", "serve"}},
    {"httplib", {"serve"}},
    {"utf8proc", {"base"}},
    {"sha256.h", {"base"}},
    {"boost/", {"simulator", "simulator/walk", "decision"}},
    {"hwy/", {"simulator/walk"}},
    {"tbb/", {"base"}},
    {"oneapi/", {"base"}},
    {"graphviz/", {"render/picture", "render/flow"}},
    {"fontconfig/", {"render/picture"}},
    {"CLI/", {"cli/options"}},
};

/// Headers that stand in one file only, because they are heavy or must stay replaceable.
const std::map<std::string, std::string> kOneFileOnly = {
    {"tao/pegtl", "grammar/"},
    {"graphviz/", "graphviz"},
    {"CLI/", "cli/options/"},
    {"httplib", "serve/watch_server.cpp"},
};

struct Include {
  std::string file;  // from the root of the project
  std::string header;
  bool is_ours = false;  // written with quotes
};

std::vector<Include> read_includes() {
  std::vector<Include> includes;
  for (const auto& [room, allowed] : kMayInclude) {
    for (const auto& entry : fs::directory_iterator(fs::path(CAIRN_SOURCE_DIR) / room)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        if (line.rfind("#include", 0) != 0) continue;
        const std::size_t begin = line.find_first_of("\"<");
        const std::size_t end = line.find_first_of("\">", begin + 1);
        if (begin == std::string::npos || end == std::string::npos) continue;
        includes.push_back({fs::relative(entry.path(), CAIRN_SOURCE_DIR).string(),
                            line.substr(begin + 1, end - begin - 1), line[begin] == '"'});
      }
    }
  }
  return includes;
}

/// The deepest room of the table that holds the file: a room may have rooms in it.
std::string room_of(const std::string& path) {
  std::string room;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    if (kMayInclude.count(path.substr(0, end)) == 1) room = path.substr(0, end);
  }
  return room.empty() ? path.substr(0, path.find('/')) : room;
}

}  // namespace

TEST_CASE("rooms include only the rooms below them") {
  const std::vector<Include> includes = read_includes();
  REQUIRE(includes.size() > 100);
  for (const Include& include : includes) {
    if (!include.is_ours) continue;
    const std::string from = room_of(include.file);
    const std::string to = room_of(include.header);
    INFO(include.file << " includes \"" << include.header << "\"");
    CHECK(fs::exists(fs::path(CAIRN_SOURCE_DIR) / include.header));
    CHECK((from == to || kMayInclude.at(from).count(to) == 1));
  }
}

TEST_CASE("third-party headers stay in the rooms that may use them") {
  for (const Include& include : read_includes()) {
    for (const auto& [prefix, rooms] : kThirdParty) {
      if (include.is_ours || include.header.rfind(prefix, 0) != 0) continue;
      INFO(include.file << " includes <" << include.header << ">");
      CHECK(rooms.count(room_of(include.file)) == 1);
      const auto only = kOneFileOnly.find(prefix);
      if (only != kOneFileOnly.end()) CHECK(include.file.find(only->second) != std::string::npos);
      // A header that includes a third-party header would hand it on to everyone.
      const bool is_public =
          include.file.size() > 2 && include.file.substr(include.file.size() - 2) == ".h";
      const bool is_allowed_in_header = include.file == "grammar/rules.h" ||
                                        include.file == "render/picture/graphviz_ids.h" ||
                                        include.file == "journey/answer_json.h" ||
                                        room_of(include.file).rfind("simulator", 0) == 0;
      CHECK((!is_public || is_allowed_in_header));
    }
  }
}

TEST_CASE("the rooms do not include each other in a circle") {
  for (const auto& [room, below] : kMayInclude) {
    for (const std::string& other : below) {
      INFO(room << " and " << other);
      CHECK(kMayInclude.at(other).count(room) == 0);
    }
  }
}
