#include "cli/pictures.h"

namespace cairn {

PictureLanguage words_for(const Options& options, const Journey& journey) {
  if (options.language) return *options.language;
  return parse_language(journey.frame.language).value_or(PictureLanguage::english);
}

std::variant<Drawing, PictureError> make_picture(const PictureRequest& request) {
  switch (request.kind) {
    case PictureKind::flow:
    case PictureKind::map:
    case PictureKind::funnel:
    case PictureKind::emotion:
    case PictureKind::sankey:
    case PictureKind::time:
    case PictureKind::compare:
      break;
  }
  return PictureError{"this picture cannot be drawn yet"};
}

}  // namespace cairn
