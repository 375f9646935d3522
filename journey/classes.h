// Which customers can be told apart, and how many of each there are (R7).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// One kind of customer: persona × source × device. The persona always splits the population (it is
/// reported); source and device only where some `for` asks for a source, channel or device.
/// An invalid id means "any".
struct CustomerClass {
  PersonaId persona;  // invalid only if the journey has no personas
  SourceId source;
  DeviceId device;
  bool operator==(const CustomerClass&) const = default;
};

/// How many classes there are, without listing them.
std::uint64_t count_classes(const Journey& journey);

/// All classes, in order of persona, source, device.
std::vector<CustomerClass> find_classes(const Journey& journey);

/// Whether a customer of the class is in the group. A trait the class does not hold (any) never
/// fits.
bool fits(const Journey& journey, const CustomerClass& customer, const Group& group);

/// Whether the class fits any of the groups; no groups means everyone.
bool fits_any(const Journey& journey, const CustomerClass& customer,
              const std::vector<Group>& groups);

/// Share of entrants in each class, same order as `classes`; sums to 1. Shares that exceed a whole
/// in this world are scaled to it.
std::vector<double> class_shares(const Journey& journey, const std::vector<CustomerClass>& classes,
                                 const World& world);

/// For one class: the share that enters by each source, by SourceId; sums to 1.
std::vector<double> source_shares(const Journey& journey, const CustomerClass& customer,
                                  const World& world);

/// "regular from newsletter on mobile"; empty if everybody is alike.
std::string class_name(const Journey& journey, const CustomerClass& customer);

}  // namespace cairn
