// The page around a watched report: a bar that says how things stand, and the report in a frame.
#pragma once

#include <string>

#include "render/picture/language.h"

namespace cairn {

struct WatchPage {
  std::string html;
  std::string policy;  // its Content-Security-Policy
};

WatchPage make_watch_page(const std::string& name, PictureLanguage language);

}  // namespace cairn
