#include "cli/promises/junit.h"

#include <fmt/format.h>

#include "base/text.h"

namespace cairn {
namespace {

/// For attributes and text. Characters that XML 1.0 has no place for are shown as escapes already.
std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : escape_for_display(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string test_case(const JudgedPromises& judged, const Judgement& judgement,
                      const std::string& spec) {
  const std::string found = xml_text(found_words(*judged.journey, judgement, judged.use_best));
  const bool is_target = judgement.expectation->is_target;
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n", xml_text(spec),
                                 xml_text(judgement.expectation->text));
  if (judgement.verdict == Verdict::broken && !is_target) {
    text += fmt::format("      <failure type=\"broken\" message=\"{}\"/>\n", found);
  } else if (judgement.verdict == Verdict::unsure && !is_target) {
    text += fmt::format("      <error type=\"unsure\" message=\"{}\"/>\n", found);
  } else if (judgement.verdict == Verdict::not_judged) {
    text += fmt::format("      <skipped message=\"{}\"/>\n", found);
  }
  return text + fmt::format("      <system-out>{}</system-out>\n    </testcase>\n", found);
}

}  // namespace

std::string promises_to_junit(const JudgedPromises& judged, const std::string& spec) {
  std::size_t failures = 0, errors = 0, skipped = 0;
  std::string cases;
  for (const Judgement& judgement : judged.judgements) {
    const bool counts = !judgement.expectation->is_target;
    failures += counts && judgement.verdict == Verdict::broken ? 1U : 0U;
    errors += counts && judgement.verdict == Verdict::unsure ? 1U : 0U;
    skipped += judgement.verdict == Verdict::not_judged ? 1U : 0U;
    cases += test_case(judged, judgement, spec);
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
                  judged.judgements.size(), failures, errors, skipped);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cairn\" {0}>\n"
      "  <testsuite name=\"{1}\" {0}>\n{2}  </testsuite>\n</testsuites>\n",
      counts, xml_text(spec), cases);
}

std::string mistakes_to_junit(const std::string& spec) {
  const char* counts = "tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\"";
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cairn\" {0}>\n"
      "  <testsuite name=\"{1}\" {0}>\n    <testcase classname=\"{1}\" name=\"the spec\">\n"
      "      <error type=\"mistakes\" message=\"the spec has mistakes; see cairn check\"/>\n"
      "    </testcase>\n  </testsuite>\n</testsuites>\n",
      counts, xml_text(spec));
}

}  // namespace cairn
