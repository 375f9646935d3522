#include "serve/watch_page.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"
#include "serve/web_texts.h"

namespace cairn {
namespace {

void replace(std::string& html, std::string_view key, std::string_view value) {
  const std::string mark = "{{" + std::string(key) + "}}";
  for (std::size_t at = html.find(mark); at != std::string::npos;
       at = html.find(mark, at + value.size())) {
    html.replace(at, mark.size(), value);
  }
}

std::string words_json(PictureLanguage language) {
  nlohmann::ordered_json json;
  json["errors"] = word(Word::watch_errors, language);
  json["warnings"] = word(Word::watch_warnings, language);
  json["last_good"] = word(Word::watch_last_good, language);
  json["nothing_yet"] = word(Word::watch_nothing_yet, language);
  json["working"] = word(Word::watch_working, language);
  json["up_to_date"] = word(Word::watch_up_to_date, language);
  json["gone"] = word(Word::watch_gone, language);
  return json.dump();
}

}  // namespace

WatchPage make_watch_page(const std::string& name, PictureLanguage language) {
  WatchPage page;
  page.html = kWatchHtml;
  // Names last: what stands in them is not looked at again.
  replace(page.html, "language", language_tag(language));
  replace(page.html, "style", kWatchStyle);
  replace(page.html, "script", kWatchScript);
  replace(page.html, "words", words_json(language));
  replace(page.html, "working", word(Word::watch_working, language));
  replace(page.html, "warnings", word(Word::watch_warnings, language));
  replace(page.html, "frame", word(Word::watch_frame, language));
  replace(page.html, "name", escape_xml(name));
  page.policy =
      "default-src 'none'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; "
      "base-uri 'none'; form-action 'none'; script-src 'sha256-" +
      sha256_base64(kWatchScript) + "'; style-src 'sha256-" + sha256_base64(kWatchStyle) + "'";
  return page;
}

}  // namespace cairn
