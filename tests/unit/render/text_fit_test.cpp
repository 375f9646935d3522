#include "render/picture/text_fit.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace cairn {
namespace {

using Lines = std::vector<std::string>;

Lines wrap(const std::string& text, double width, std::size_t lines) {
  return wrap_text(text, 14, width, lines, Weight::bold);
}

}  // namespace

TEST_CASE("widths follow the face and the weight") {
  CHECK(text_width("", 14, Weight::bold) == 0);
  // Arial: 556/1000 em a digit in both weights.
  CHECK(text_width("00", 100, Weight::regular) == Approx(111.2));
  CHECK(text_width("fi", 100, Weight::bold) > text_width("fi", 100, Weight::regular));
  CHECK(text_width("茶杯", 14, Weight::bold) == Approx(28));
  CHECK(text_width("e\xCC\x81", 14, Weight::bold) == text_width("e", 14, Weight::bold));
}

TEST_CASE("text breaks at spaces and after hyphens") {
  CHECK(wrap("Product page", 150, 2) == Lines{"Product page"});
  CHECK(wrap("Trial ends, plan page", 100, 2) == Lines{"Trial ends,", "plan page"});
  CHECK(wrap("sign-up-confirmation", 100, 2) == Lines{"sign-up-", "confirmation"});
  CHECK(wrap("", 100, 2) == Lines{""});
  CHECK(wrap("   ", 100, 2) == Lines{""});
}

TEST_CASE("what does not fit ends in an ellipsis, within the width") {
  const Lines lines = wrap(std::string(300, 'm'), 100, 2);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].substr(lines[1].size() - 3) == "…");
  for (const std::string& line : lines) CHECK(text_width(line, 14, Weight::bold) <= 100);
}

TEST_CASE("CJK breaks between any two characters but not before closing punctuation") {
  CHECK(wrap("風格指南文章如何挑選", 70, 2) == Lines{"風格指南文", "章如何挑選"});
  // Five characters fit, yet the comma stays with the one before it.
  CHECK(wrap("風格指南文，章如何", 70, 2) == Lines{"風格指南", "文，章如何"});
}

TEST_CASE("hostile text becomes harmless") {
  CHECK(escape_xml("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#39;");
  CHECK(escape_xml("a\x01z") == "a\xEF\xBF\xBDz");
  CHECK(escape_xml("\x80") == "\xEF\xBF\xBD");
  CHECK(escape_xml("\xE2\x80\xAE"
                   "abc") == "abc");
  CHECK(escape_xml("😀 שלום") == "😀 שלום");
}

TEST_CASE("wrapping any bytes ends and keeps within its lines") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const Lines lines = wrap(bytes + bytes, 40, 3);
  CHECK(lines.size() == 3);
  CHECK(wrap("WWW", 1, 2).size() == 2);
}

}  // namespace cairn
