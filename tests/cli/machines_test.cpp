// The same figures on machines with other instructions: glibc chooses its exp, log and pow by what
// the processor can do, and is told here to do without.
#include <cmath>
#include <cstdio>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

Json run(const std::string& environment, const std::string& arguments) {
  const std::string command =
      environment + " " CAIRN_PROGRAM " run --json " + arguments + " 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    text.append(buffer, size);
  }
  REQUIRE(pclose(pipe) == 0);
  return Json::parse(text);
}

/// Numbers are printed to 12 digits, so two that differ by nothing that counts may still fall on
/// two sides of a rounding.
bool is_same(const Json& a, const Json& b) {
  if (!a.is_number() || !b.is_number()) return a == b;
  const double x = a.get<double>(), y = b.get<double>();
  return std::fabs(x - y) <= 1.01e-11 * std::fmax(std::fabs(x), std::fabs(y));
}

}  // namespace

TEST_CASE("figures do not depend on the processor's instructions") {
  const std::string spec = GENERATE(std::string("shop"), std::string("saas"));
  const std::string arguments =
      std::string(CAIRN_SOURCE_DIR "/specs/") + spec + ".journey --worlds 64 --people 20000";
  const Json all = run("", arguments).flatten();
  const Json few =
      run("GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-AVX2_Usable,-FMA_Usable", arguments)
          .flatten();
  REQUIRE(all.size() > 100);
  REQUIRE(all.size() == few.size());
  for (const auto& [path, value] : all.items()) {
    // Small differences of large numbers: their own rounding is of no interest.
    const std::string name = path.substr(path.rfind('/') + 1);
    if (name == "z" || name.ends_with("error")) continue;
    INFO(path << ": " << value << " and " << few.at(path));
    CHECK(is_same(value, few.at(path)));
  }
}
