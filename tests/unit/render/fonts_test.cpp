#include "render/picture/fonts.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace cairn {

using Names = std::vector<std::string>;

TEST_CASE("scripts are found in texts") {
  CHECK(find_scripts({"123 %"}).empty());
  CHECK(find_scripts({"Koszyk", "Żółć"}) == Names{"Latin"});
  CHECK(find_scripts({"購物車"}) == Names{"Han"});
  CHECK(find_scripts({"カート", "장바구니", "корзина"}) == Names{"Cyrillic", "Kana", "Hangul"});
  CHECK(find_scripts({"سلة", "ตะกร้า", "टोकरी"}) == Names{"Arabic", "Devanagari", "Thai"});
  CHECK(find_scripts({"😀", "a\xFFz"}) == Names{"Latin", "Emoji"});
}

TEST_CASE("a script that no font has is missing, with the package that has one") {
  // Only what every machine agrees on: no text, nothing missing.
  CHECK(find_missing_fonts({}).empty());
  for (const MissingFont& font : find_missing_fonts({"Koszyk 購物車 カート ตะกร้า"})) {
    CHECK(font.package.substr(0, 6) == "fonts-");
  }
}

}  // namespace cairn
