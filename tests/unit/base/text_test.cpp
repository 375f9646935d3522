#include "base/text.h"

#include <string>

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("width counts terminal cells") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("顧客") == 4);
  CHECK(display_width("e\xCC\x81") == 1);  // e + combining acute
  CHECK(display_width("\xB3") == 1);       // not UTF-8
  CHECK(pad_right("茶", 4) == "茶  ");
  CHECK(pad_left("茶", 4) == "  茶");
  CHECK(shorten("abcdef", 4) == "abc…");
  CHECK(shorten("顧客評價", 5) == "顧客…");
  CHECK(shorten("abc", 3) == "abc");
}

TEST_CASE("what is invisible is shown, what is readable is kept") {
  CHECK(escape_for_display("a\xE2\x80\xAE"
                           "b") == "a<U+202E>b");
  CHECK(escape_for_display(std::string("a\0b", 3)) == "a<U+0000>b");
  CHECK(escape_for_display("a\tb\x1b[1m") == "a b<U+001B>[1m");
  CHECK(escape_for_display("\xB3ó") == "<0xB3>ó");
  CHECK(escape_for_display("नमस्ते") == "नमस्ते");
}

TEST_CASE("the first byte that is not text is found") {
  CHECK_FALSE(find_invalid_utf8("zażółć 茶"));
  CHECK(find_invalid_utf8("ab\xB3") == 2U);
  CHECK(find_invalid_utf8(std::string("a\0", 2)) == 1U);
  CHECK(find_invalid_utf8("a\xE8\x8C") == 1U);  // cut in the middle of a character
}

TEST_CASE("names that look alike have one form") {
  CHECK(look_alike_form("Check_Out") == look_alike_form("check-out"));
  CHECK(look_alike_form("ＡＢ") == look_alike_form("ab"));
  CHECK(look_alike_form("cart") != look_alike_form("card"));
  CHECK(to_nfc("e\xCC\x81") == "é");
}

TEST_CASE("edit distance counts characters, swaps once, and gives up early") {
  CHECK(edit_distance("kitten", "sitting", 9) == 3);
  CHECK(edit_distance("chekcout", "checkout", 9) == 1);
  CHECK(edit_distance("茶杯", "茶壺", 9) == 1);
  CHECK(edit_distance("abc", "xyzabcdef", 2) == 3);
  CHECK(nearest("chekout", {"cart", "checkout", "order"}) == "checkout");
  CHECK_FALSE(nearest("newsletter", {"cart", "checkout"}));
  CHECK_FALSE(nearest(std::string(1'000'000, 'x'), {"cart"}));
}

TEST_CASE("numbers read as people write them") {
  CHECK(format_share(0.0386) == "3.86%");
  CHECK(format_share(0.172) == "17.2%");
  CHECK(format_share(0.09996) == "10.0%");
  CHECK(format_share(0.0999) == "9.99%");
  CHECK(format_share(1) == "100%");
  CHECK(format_share(0) == "0%");
  CHECK(format_share(1e-7) == "<0.01%");
  CHECK(format_points(0.0178) == "+1.78pp");
  CHECK(format_points(-0.0021) == "−0.21pp");
  CHECK(format_money(38912.4, "EUR") == "38 900 EUR");
  CHECK(format_money(0.9712, "EUR") == "0.971 EUR");
  CHECK(format_money(999.7, "EUR") == "1 000 EUR");
  CHECK(format_money(-1234567, "EUR") == "−1 230 000 EUR");
  CHECK(format_money(0, "") == "0");
  CHECK(format_money(5, "EUR") == "5 EUR");
  CHECK(format_duration(1) == "1 d");
  CHECK(format_duration(0.25) == "6 h");
  CHECK(format_duration(45) == "45 d");
  CHECK(format_duration(2.0 / 1440) == "2 min");
  CHECK(format_duration(12 * 30.4375) == "12 months");
  CHECK(format_duration(50.0 / 86400) == "50 s");
  CHECK(format_count(1'000'000) == "1 000 000");
  CHECK(format_exact(0.1) == "0.1");
  CHECK(format_exact(1.0 / 3) == "0.333333333333");
}
