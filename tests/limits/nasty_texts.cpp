#include "tests/limits/nasty_texts.h"

#include <functional>

namespace cairn {
namespace {

constexpr std::size_t kSize = 1'000'000;

std::string number(std::size_t value) {
  return std::to_string(value);
}

/// `make(0)`, `make(1)` … behind `begin` until a megabyte is full.
std::string fill(std::string begin, const std::function<std::string(std::size_t)>& make) {
  for (std::size_t i = 0; begin.size() < kSize; ++i) begin += make(i);
  return begin;
}

std::string fill_with(std::string begin, const std::string& piece) {
  return fill(std::move(begin), [&](std::size_t) { return piece; });
}

/// `count` times `make`.
std::string repeat(std::size_t count, const std::function<std::string(std::size_t)>& make) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += make(i);
  return text;
}

const char* const kHead =
    "journey big\n  currency EUR\n  entrants 10 per month\nsource web\n  -> home\n";

void add_lines(std::vector<NastyText>& list) {
  list.push_back({"nothing", "", false});
  list.push_back({"one line of one letter", std::string(kSize, 'a'), false});
  list.push_back({"one heading word", "touchpoint " + std::string(kSize, 'x'), false});
  list.push_back({"one number", "touchpoint a\n  " + std::string(kSize, '1') + "% -> b", false});
  list.push_back({"one text", "journey a \"" + std::string(kSize, 'x') + "\"", false});
  list.push_back({"one open text", "journey a \"" + std::string(kSize, 'x'), false});
  list.push_back({"spaces", std::string(kSize, ' '), false});
  list.push_back({"newlines", std::string(kSize, '\n'), false});
  list.push_back({"NULs", std::string(kSize, '\0'), false});
  list.push_back({"no UTF-8", std::string(kSize, '\xFF'), false});
  list.push_back({"letters alone on lines", fill_with("", "a\n"), false});
  list.push_back({"quotes alone on lines", fill_with("journey a\n", "\"\n"), false});
  list.push_back({"quotes", std::string(kSize, '"'), false});
  list.push_back({"arrows", fill_with("touchpoint a\n  ", "->"), false});
  list.push_back({"combining marks", fill_with("touchpoint a", "\xCC\x81"), false});
  list.push_back({"combining marks in a text", fill_with("touchpoint a \"b", "\xCC\x81"), false});
  list.push_back(
      {"full-width", fill_with("journey a\n", "ｔｏｕｃｈｐｏｉｎｔ　１２％　→\n"), false});
  list.push_back({"every mistake at once",
                  fill_with("",
                            "touchpont a\n  41% ordr\n  12,5% -> x\n  goal \"open\n  takes 4 m\n"
                            "  raise a by 10%\n  feels\n  34% +- 3% -> a\n"),
                  false});
}

void add_names(std::vector<NastyText>& list) {
  list.push_back({"names that look alike",
                  fill(kHead,
                       [](std::size_t i) {
                         std::string name = "touchpoint ";
                         for (std::size_t bit = 0; bit < 16; ++bit)
                           name += (i >> bit) % 2 == 0 ? 'a' : 'A';
                         return name + "\n";
                       }),
                  false});
  list.push_back({"unknown names",
                  fill(kHead,
                       [](std::size_t i) {
                         return "touchpoint t" + number(i) + "\n -> u" + number(i) + "\n";
                       }),
                  false});
  list.push_back({"one name, unknown everywhere",
                  fill_with(std::string(kHead) + "touchpoint home\n", "  1% -> nowhere\n"), false});
  list.push_back({"one name, declared everywhere", fill_with(kHead, "touchpoint home\n"), false});
  list.push_back({"channels",
                  fill(kHead,
                       [](std::size_t i) {
                         return "touchpoint t" + number(i) + "\n channel c" + number(i) + "\n";
                       }),
                  false});
  list.push_back({"imports",
                  fill("", [](std::size_t i) { return "import \"f" + number(i) + ".journey\"\n"; }),
                  false});
  list.push_back({"imports of itself", fill_with("", "import \"spec.journey\"\n"), false});
  list.push_back({"assumptions",
                  fill(std::string(kHead) + "touchpoint home\n  -> leave\n",
                       [](std::size_t i) { return "assume a" + number(i) + " 39 EUR\n"; }),
                  false});
  list.push_back({"journeys", fill_with("", "journey a\n"), false});
}

void add_flows(std::vector<NastyText>& list) {
  const std::string home = std::string(kHead) + "touchpoint home\n";
  list.push_back({"flows of one touchpoint",
                  repeat(1,
                         [&](std::size_t) {
                           std::string text = home + "  rest -> leave\n";
                           text += repeat(20'000, [](std::size_t i) {
                             return "  0.001% -> t" + number(i) + "\n";
                           });
                           text += repeat(20'000, [](std::size_t i) {
                             return "outcome t" + number(i) + "\n";
                           });
                           return text;
                         }),
                  false});
  list.push_back({"flows to one touchpoint", fill_with(home, "  1% -> home\n"), false});
  list.push_back({"a chain of touchpoints",
                  fill(std::string(kHead) + "touchpoint home\n  -> t0\n",
                       [](std::size_t i) {
                         return "touchpoint t" + number(i) + "\n  90% -> t" + number(i + 1) +
                                "\n  rest -> leave\n";
                       }),
                  false});
  list.push_back({"a chain that begins again everywhere",
                  fill(std::string(kHead) + "touchpoint home\n  -> t0\n",
                       [](std::size_t i) {
                         return "touchpoint t" + number(i) + "\n  takes 1 day\n  90% -> t" +
                                number(i + 1) + "\n  5% -> home\n  rest -> leave\n";
                       }) +
                      "outcome t99999\n",
                  false});
  list.push_back(
      {"long `for`", fill(home + "  5% -> leave for", [](std::size_t) { return " web"; }), false});
  list.push_back({"long `for` with commas",
                  fill(home + "  5% -> leave for web", [](std::size_t) { return ", web"; }),
                  false});
  list.push_back({"long `when`",
                  fill(home + "  5% -> leave when not a", [](std::size_t) { return " and not a"; }),
                  false});
  list.push_back({"tails",
                  fill_with(home + "  5% -> leave", " for web when a after 1 day from \"x\""),
                  false});
  list.push_back({"scopes of one flow",
                  fill(home + "  rest -> leave\n",
                       [](std::size_t i) {
                         return "  5% -> home when visited home " + number(i + 2) + " times\n";
                       }),
                  false});
  list.push_back(
      {"times of one flow",
       fill_with(home + "  5% -> home\n  rest -> leave\n", "  times 1.1 -> home for web\n"),
       false});
  list.push_back(
      {"many visits",
       home + "  5% -> home\n  6% -> home when visited home 4000000000 times\n  rest -> leave\n",
       false});
  list.push_back({"more visits than numbers have",
                  home + "  5% -> home\n  6% -> home when visited home 99999999999999999999 "
                         "times\n  rest -> leave\n",
                  false});
}

void add_memory(std::vector<NastyText>& list) {
  const auto flags = [](std::size_t count, const std::string& share) {
    std::string text = std::string(kHead) + "touchpoint home\n";
    text += repeat(count, [&](std::size_t i) { return "  sets f" + number(i) + share + "\n"; });
    text += repeat(count, [](std::size_t i) {
      return "  0.001% -> t" + number(i) + " when f" + number(i) + "\n";
    });
    text += "  10% -> home\n  rest -> leave\n";
    text += repeat(count, [](std::size_t i) { return "outcome t" + number(i) + "\n"; });
    return text;
  };
  list.push_back({"16 flags by chance", flags(16, " 50%"), false});
  list.push_back({"64 flags", flags(64, " 50%"), false});
  list.push_back({"65 flags that are sure", flags(65, ""), false});
  list.push_back({"12 000 flags", flags(12'000, " 50%"), false});
  list.push_back(
      {"personas, sources and devices",
       repeat(1,
              [](std::size_t) {
                std::string text = "journey big\n  entrants 10 per month\n";
                text +=
                    repeat(400, [](std::size_t i) { return "  device d" + number(i) + " 0.1%\n"; });
                text += "  device d rest\n";
                text += repeat(400, [](std::size_t i) {
                  return "persona p" + number(i) + "\n  share 0.1%\n";
                });
                text += "persona p\n  share rest\n";
                text += repeat(400, [](std::size_t i) {
                  return "source s" + number(i) + "\n  share 0.1%\n  -> home\n";
                });
                text += "source s\n  share rest\n  -> home\ntouchpoint home\n  rest -> leave\n";
                return text + "  1% -> home for s1 d1\n  2% -> home for p1 s2 d2\n";
              }),
       false});
  list.push_back(
      {"personas",
       fill(kHead, [](std::size_t i) { return "persona p" + number(i) + "\n  share 0.001%\n"; }) +
           "touchpoint home\n  -> leave\n",
       false});
}

void add_decisions(std::vector<NastyText>& list) {
  const std::string home = std::string(kHead) +
                           "touchpoint home\n  pain p \"P\" causes 30% of exits\n  50% -> won\n  "
                           "rest -> leave\noutcome won\n  counts as win\n";
  list.push_back(
      {"fixes and scenarios",
       home +
           repeat(5'000,
                  [](std::size_t i) { return "fix f" + number(i) + "\n  remove 50% of p\n"; }) +
           repeat(5'000,
                  [](std::size_t i) {
                    return "scenario s" + number(i) + "\n  includes f" + number(i) + ", f" +
                           number((i * 7 + 1) % 5'000) + ", f" + number((i * 11 + 2) % 5'000) +
                           "\n";
                  }),
       false});
  list.push_back({"one scenario of all fixes",
                  home +
                      repeat(20'000,
                             [](std::size_t i) {
                               return "fix f" + number(i) + "\n  set home -> won to 40%\n";
                             }) +
                      "scenario s\n  includes f0" +
                      repeat(19'999, [](std::size_t i) { return ", f" + number(i + 1); }) + "\n",
                  false});
  list.push_back(
      {"promises", fill_with(home, "expect conversion at least 8% with 90% confidence\n"), false});
  list.push_back({"pains",
                  fill(std::string(kHead) + "touchpoint home\n  rest -> leave\n",
                       [](std::size_t i) {
                         return "  pain p" + number(i) + " \"P\" causes 0.001% of exits\n";
                       }),
                  false});
}

void add_mermaid(std::vector<NastyText>& list) {
  const auto mermaid = [&](const char* name, std::string text) {
    list.push_back({name, std::move(text), true});
  };
  mermaid("tasks of one name", fill_with("journey\n", "A: 5\n"));
  mermaid("tasks of one name with many actors",
          fill("journey\n", [](std::size_t i) { return "A: 5: x" + number(i) + "\n"; }));
  mermaid("one task with many actors",
          fill("journey\nA: 5: a", [](std::size_t i) { return ", x" + number(i); }));
  mermaid("one long task", "journey\n" + std::string(kSize, 'x') + ": 5");
  mermaid("sections", fill_with("journey\nA: 5\n", "section S\n"));
  mermaid("wrong tasks", fill_with("journey\n", "A\n"));
  mermaid("signs", fill_with("journey\n", "#"));
  mermaid("entities", fill_with("journey\nA", "#58;"));
  mermaid("fences", fill_with("", "```mermaid\n"));
  mermaid("settings", fill_with("journey\n", "%%{"));
  mermaid("descriptions", fill_with("journey\n", "accDescr {\n"));
  mermaid("no letters", fill_with("journey\n", "!: 5\n"));
}

}  // namespace

std::vector<NastyText> nasty_texts() {
  std::vector<NastyText> list;
  add_lines(list);
  add_names(list);
  add_flows(list);
  add_memory(list);
  add_decisions(list);
  add_mermaid(list);
  return list;
}

}  // namespace cairn
