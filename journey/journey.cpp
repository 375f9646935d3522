#include "journey/journey.h"

#include <algorithm>
#include <limits>

namespace cairn {
namespace {

bool has_share(const std::vector<FlowLine>& flows) {
  return std::any_of(flows.begin(), flows.end(),
                     [](const FlowLine& line) { return line.kind != FlowLine::Kind::everyone; });
}

}  // namespace

double Journey::horizon_or_infinity() const {
  if (!frame.horizon.is_valid()) return std::numeric_limits<double>::infinity();
  return to_double(parameters[frame.horizon].best);
}

bool Journey::has_written_shares() const {
  return std::any_of(personas.begin(), personas.end(),
                     [](const Persona& persona) { return !persona.shares.empty(); }) ||
         std::any_of(sources.begin(), sources.end(),
                     [](const Source& source) {
                       return !source.shares.empty() || has_share(source.flows);
                     }) ||
         std::any_of(devices.begin(), devices.end(),
                     [](const Device& device) { return !device.lines.empty(); }) ||
         std::any_of(places.begin(), places.end(),
                     [](const Place& place) { return has_share(place.flows); });
}

}  // namespace cairn
