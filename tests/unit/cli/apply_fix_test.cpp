// A launched fix as text: what it predicts is what the fix predicts, and nothing else is touched.
#include "cli/edits/apply_fix.h"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "journey/apply.h"

using namespace cairn;

namespace {

const std::filesystem::path kFile = "/p/test.journey";

struct Case {
  MemoryFiles files;
  Opened opened;
  Options options;
};

void open_case(Case& one) {
  one.options.paths = {kFile.string()};
  one.options.date = "2026-11-30";
  Stopwatch watch(false);
  one.opened = open_project(one.files, kFile.string(), one.options, watch);
  for (const Diagnostic& diagnostic : one.opened.diagnostics.all()) {
    UNSCOPED_INFO(diagnostic.message);
  }
  REQUIRE(one.opened.compiled.is_sound);
}

AppliedFix apply_text(const std::string& text) {
  Case one;
  one.files.contents[kFile] = text;
  open_case(one);
  return apply_fix(one.files, one.opened, FixId{0}, one.options);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& refused) {
  std::string text;
  for (const std::string& line : refused) text += line + "\n";
  return text;
}

/// Bytes that no edit covers stand in the new text in the same order.
void check_untouched(const Case& one, const AppliedFix& applied) {
  for (const MendedFile& file : applied.files) {
    std::size_t at = 0, from = 0;
    const auto expect = [&](std::size_t begin, std::size_t end) {
      const std::string kept = file.before.substr(begin, end - begin);
      const std::size_t found = file.after.find(kept, at);
      CHECK(found != std::string::npos);
      at = found == std::string::npos ? at : found + kept.size();
    };
    for (const TextEdit& edit : applied.baked.edits) {
      if (one.opened.project.files[edit.span.file].path != file.path) continue;
      CHECK(edit.span.begin >= from);  // in order, none over another
      expect(from, edit.span.begin);
      from = edit.span.end;
    }
    expect(from, file.before.size());
  }
}

void check_done(const AppliedFix& applied) {
  INFO(joined(applied.baked.refused));
  for (const Diagnostic& one : applied.after.diagnostics.all()) UNSCOPED_INFO(one.message);
  for (const MendedFile& file : applied.files) UNSCOPED_INFO(file.after);
  CHECK(applied.outcome == AppliedFix::Outcome::done);
  CHECK(format_share(applied.got.conversion) == format_share(applied.wanted.conversion));
  CHECK(applied.got.conversion == Approx(applied.wanted.conversion).epsilon(2e-4));
  CHECK(applied.got.revenue == Approx(applied.wanted.revenue).epsilon(1e-3));
  CHECK(applied.got.cost == Approx(applied.wanted.cost).epsilon(1e-3));
}

/// Every fix of a spec, also those that end: without their `lasts`.
void check_spec(const std::vector<std::string>& names) {
  Case one;
  for (const std::string& name : names) {
    const auto read =
        DiskFiles{}.read(std::filesystem::path(CAIRN_SOURCE_DIR "/specs") / (name + ".journey"));
    std::string text = std::get<std::string>(read);
    const std::string lasts = "  lasts   6 months\n";
    if (const std::size_t at = text.find(lasts); at != std::string::npos) {
      text.erase(at, lasts.size());
    }
    one.files
        .contents[&name == &names.front() ? kFile : kFile.parent_path() / (name + ".journey")] =
        text;
  }
  open_case(one);
  const Journey& journey = one.opened.compiled.journey;
  CHECK(!journey.fixes.empty());
  for (const FixId fix : all_fixes(journey)) {
    INFO(journey.fixes[fix].heading.name);
    const AppliedFix applied = apply_fix(one.files, one.opened, fix, one.options);
    check_done(applied);
    check_untouched(one, applied);
    CHECK(applied.after.compiled.journey.fixes.size() + 1 == journey.fixes.size());
    CHECK(applied.after.diagnostics.count(Severity::warning) <=
          one.opened.diagnostics.count(Severity::warning));
  }
}

const std::string kFrame =
    "journey test\n  currency EUR\n  horizon 12 months\n  discount 8% per year\n"
    "  device mobile 60%\n  device desktop rest\n"
    "assume consent 30% to 50%\n"
    "persona vip\n  share 30%\npersona other\n  share rest\n"
    "source web\n  -> product\n";
const std::string kProduct =
    "touchpoint product\n"
    "  sets    seen 40%\n"
    "  takes   median 2 min, p90 9 min\n"
    "  earns   1 EUR\n"
    "  costs   3 to 5 EUR\n"
    "  feels   -1 bored\n"
    "  pain    slow \"Slow\" causes 40% of exits\n"
    "  reason  look \"Only looking\" causes 20% of exits\n"
    "  20% +- 2pp -> cart  # counted\n"
    "  30%     -> cart for vip\n"
    "  times 0.5 -> cart for mobile\n"
    "  10%     -> chat after 2 days\n"
    "  rest    -> leave\n"
    "touchpoint cart\n  50% -> paid\n  rest -> leave\n"
    "touchpoint chat\n  takes 1 hour\n  consent -> cart\n  5% -> cart when seen\n  rest -> leave\n"
    "outcome paid\n  counts as win\n  earns 100 EUR\n";

AppliedFix apply_change(const std::string& change) {
  return apply_text(kFrame + kProduct + "fix f\n  " + change + "\n");
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

/// The lines of the new text that the old one does not have, but for the comment of the fix.
std::vector<std::string> new_lines(const AppliedFix& applied) {
  std::vector<std::string> found;
  for (const MendedFile& file : applied.files) {
    const std::vector<std::string> before = lines_of(file.before);
    for (const std::string& line : lines_of(file.after)) {
      if (std::find(before.begin(), before.end(), line) == before.end() && line[0] != '#') {
        found.push_back(line);
      }
    }
  }
  return found;
}

using Lines = std::vector<std::string>;

void check_lines(const std::string& change, const Lines& lines) {
  INFO(change);
  const AppliedFix applied = apply_change(change);
  check_done(applied);
  CHECK(new_lines(applied) == lines);
}

void check_refused(const std::string& fix, const std::string& words) {
  INFO(fix);
  const AppliedFix applied = apply_text(kFrame + kProduct + fix);
  CHECK(applied.outcome == AppliedFix::Outcome::refused);
  INFO(joined(applied.baked.refused));
  CHECK(joined(applied.baked.refused).find(words) != std::string::npos);
  CHECK(applied.baked.edits.empty());
}

}  // namespace

TEST_CASE("every fix of the specs can be applied", "[apply]") {
  check_spec({"shop", "shop-fixes"});
  check_spec({"saas"});
  check_spec({"jianzhan-ruanjian"});
  check_spec({"neirong-pingtai"});
}

TEST_CASE("a changed number is written where it stood", "[apply]") {
  check_lines("raise product -> chat by 0.5pp", {"  10.5%   -> chat after 2 days"});
  check_lines("scale product -> chat times 1.2", {"  12%     -> chat after 2 days"});
  check_lines("set product -> chat to 1 in 6", {"  1 in 6  -> chat after 2 days"});
  check_lines("set product -> chat to 120 of 1 000", {"  120 of 1 000 -> chat after 2 days"});
  check_lines("raise product -> cart by 5pp",
              {"  25% +- 2pp -> cart  # counted", "  35%     -> cart for vip"});
  check_lines("scale takes at product times 0.5", {"  takes   median 1 min, p90 4.5 min"});
  check_lines("set takes at product to mean 5 min", {"  takes   mean 5 min"});
  check_lines("raise earns at product by 2 EUR", {"  earns   3 EUR"});
  check_lines("scale costs at product times 1.5", {"  costs   4.5 to 7.5 EUR"});
  check_lines("raise feels at product by 1.5", {"  feels   +0.5 bored"});
  check_lines("set consent to 45%", {"assume consent 45%"});
  check_lines("scale consent times 0.5", {"assume consent 15.21% to 25.32%"});
  check_lines("raise feels at product by 0.5 to 1.5", {"  feels   -0.5 to +0.5 bored"});
  check_lines("set product -> chat to consent", {"  consent -> chat after 2 days"});
}

TEST_CASE("a change for some gets a line of its own", "[apply]") {
  check_lines("raise product -> chat by 5pp for vip", {"  15%   -> chat for vip"});
  check_lines("raise product -> cart by 5pp for desktop",
              {"  25% +- 2pp -> cart for desktop", "  35%   -> cart for vip desktop"});
  check_lines("set feels at product to +2 when seen", {"  feels   +2 bored when seen"});
  check_lines("set costs at product to 5 EUR for vip",
              {"  costs   3 to 5 EUR for other", "  costs   5 EUR for vip"});
  check_lines("raise earns at product by 2 EUR when seen",
              {"  earns   1 EUR when not seen", "  earns   3 EUR when seen"});
  check_lines("raise chat -> cart by 10pp for vip",
              {"  39.57% to 59.59% -> cart for vip", "  15%   -> cart for vip when seen"});
}

TEST_CASE("what was not written becomes a line", "[apply]") {
  check_lines("set product -> paid to 2%", {"  2%    -> paid"});
  check_lines("raise product -> paid by 2pp for vip", {"  2%    -> paid for vip"});
  check_lines("set takes at cart to 3 min", {"  takes   3 min"});
  check_lines("set costs at paid to 3 EUR", {"  costs   3 EUR"});
  check_lines("raise feels at chat by 0.5", {"  feels   +0.5"});
}

TEST_CASE("a removed pain and a moved part become rows", "[apply]") {
  check_done(apply_change("remove 50% of slow"));
  check_done(apply_change("remove 40% to 60% of slow toward chat"));
  check_done(apply_change("remove 100% of slow toward paid for mobile"));
  check_done(apply_change("remove 50% of slow when seen"));
  check_done(apply_change("move 35% of product -> leave to chat"));
  check_done(apply_change("move 35% of product -> leave to paid when seen"));
  check_done(apply_change("move 20% to 40% of product -> cart to paid for vip"));
  check_done(apply_change("move 100% of -> chat to leave"));
  check_done(apply_change("move 30% of chat -> cart to paid when seen"));
  check_done(apply_change("move 30% of -> product to paid"));
  check_done(apply_change("move 30% of -> product to chat for vip"));
  check_done(
      apply_change("remove 50% of slow\n  raise product -> chat by 1pp\n  scale consent "
                   "times 0.5\n  move 10% of product -> leave to paid"));
}

TEST_CASE("every change can be for anybody", "[apply]") {
  const Lines changes = {"raise product -> chat by 2pp",
                         "scale product -> cart times 0.8 to 0.9",
                         "set product -> paid to 3%",
                         "lower takes at product by 30 s",
                         "scale earns at product times 1.5",
                         "set costs at product to 2 to 4 EUR",
                         "raise costs at product by 1 to 2 EUR",
                         "raise feels at product by 0.5",
                         "raise feels at product by 0.5 to 1.5",
                         "scale takes at product times 0.5 to 0.7",
                         "lower takes at chat by 10 to 20 min",
                         "lower product -> chat by 1pp to 2pp",
                         "lower chat -> cart by 3pp",
                         "remove 50% to 70% of slow",
                         "remove 30% of slow toward paid",
                         "move 20% of product -> leave to paid",
                         "move 20% to 30% of product -> cart to chat",
                         "move 10% of -> cart to leave"};
  const Lines scopes = {"",
                        "for vip",
                        "for mobile",
                        "for vip mobile",
                        "for vip, other mobile",
                        "for web",
                        "when seen",
                        "when not seen",
                        "for desktop when seen",
                        "when visited chat",
                        "for other when visited product 2 times and seen"};
  for (const std::string& change : changes) {
    for (const std::string& scope : scopes) {
      INFO(change << " " << scope);
      const std::string text = kFrame + kProduct;
      const std::string back = "  25%     -> product when visited chat\n  rest -> leave\noutcome";
      const AppliedFix applied = apply_text(replaced(text, "  rest -> leave\noutcome", back) +
                                            "fix f\n  " + change + " " + scope + "\n");
      const bool is_long = joined(applied.baked.refused).find("new lines") != std::string::npos;
      if (!is_long) check_done(applied);
    }
  }
}

TEST_CASE("the shares of the other pains grow", "[apply]") {
  // 40 % × 50 % of the exits are gone: 20 % and 20 % of 80 % are left.
  const Lines lines = new_lines(apply_change("remove 50% of slow toward paid"));
  REQUIRE(lines.size() > 2);
  CHECK(lines[0] == "  pain    slow \"Slow\" causes 25% of exits");
  CHECK(lines[1] == "  reason  look \"Only looking\" causes 25% of exits");
}

TEST_CASE("what no edit can stand for is refused", "[apply]") {
  check_refused("fix f\n  raise product -> chat by 1pp\n  lasts 6 months\n", "`lasts`");
  check_refused("fix f\n  raise consent by 1pp for vip\n", "one number for all");
}

TEST_CASE("too many lines are refused and named", "[apply]") {
  std::string text = "journey test\n  currency EUR\n";
  std::string lines;
  for (int i = 1; i <= 14; ++i) {
    const std::string name = "p" + std::to_string(i);
    text += "persona " + name + "\n  share " + (i == 14 ? "rest" : "5%") + "\n";
    lines += "  " + std::to_string(i + 1) + "% -> paid for " + name + "\n";
  }
  text += "source web\n  -> home\ntouchpoint home\n" + lines +
          "  pain slow \"Slow\" causes 50% of exits\n  rest -> leave\n"
          "touchpoint chat\n  20% -> paid\n  rest -> leave\n"
          "outcome paid\n  counts as win\nfix f\n  move 20% of home -> leave to chat\n";
  const AppliedFix applied = apply_text(text);
  CHECK(applied.outcome == AppliedFix::Outcome::refused);
  const std::string words = joined(applied.baked.refused);
  CHECK(words.find("14 new lines would be needed, more than 12:") != std::string::npos);
  CHECK(words.find("19.6% -> chat for p1\n") != std::string::npos);
}

TEST_CASE("who names the fix loses it", "[apply]") {
  const std::string text = kFrame + kProduct +
                           "fix f\n  raise product -> chat by 1pp\n"
                           "fix g\n  raise product -> chat by 2pp\n"
                           "scenario both\n  includes f, g\nscenario alone\n  includes f\n"
                           "experiment try\n  tests f\n"
                           "expect conversion at least 1% in alone\n"
                           "expect conversion at least 1pp above baseline in alone\n";
  const AppliedFix applied = apply_text(text);
  check_done(applied);
  REQUIRE(applied.files.size() == 1);
  const std::string& after = applied.files[0].after;
  CHECK(after.find("# applied 2026-11-30: fix f\n# fix f\n#   raise product -> chat by 1pp\n"
                   "fix g\n  raise") != std::string::npos);
  CHECK(after.find("scenario both\n  includes g\n") != std::string::npos);
  CHECK(after.find("# scenario alone\n#   includes f\n") != std::string::npos);
  CHECK(after.find("# experiment try\n#   tests f\n") != std::string::npos);
  CHECK(after.find("\nexpect conversion at least 1%\n") != std::string::npos);
  CHECK(after.find("\n# expect conversion at least 1pp above baseline in alone\n") !=
        std::string::npos);
}

TEST_CASE("a row that leaves nothing to the rest still adds up", "[apply]") {
  check_done(apply_change("move 100% of product -> leave to paid"));
  check_done(apply_change("move 100% of chat -> leave to paid\n  scale chat -> cart times 0.7"));
}

TEST_CASE("line ends and the last line stay as they are", "[apply]") {
  std::string text = kFrame + kProduct + "fix f\n  set product -> paid to 2%";
  std::string windows;
  for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
  const AppliedFix applied = apply_text(windows);
  check_done(applied);
  const std::string& after = applied.files[0].after;
  CHECK(after.find("  2%    -> paid\r\n  rest    -> leave\r\n") != std::string::npos);
  CHECK(after.substr(after.size() - 30) == "\n#   set product -> paid to 2%");
}
