#include "journey/classes.h"

#include <algorithm>

#include "journey/scopes.h"
#include "journey/shares.h"

namespace cairn {
namespace {

struct Splits {
  bool by_source = false;
  bool by_device = false;
};

void note_traits(const std::vector<Group>& groups, Splits& splits) {
  for (const Group& group : groups) {
    for (const Trait& trait : group.traits) {
      splits.by_source = splits.by_source || trait.source.is_valid() || trait.channel.is_valid();
      splits.by_device = splits.by_device || trait.device.is_valid();
    }
  }
}

Splits find_splits(const Journey& journey) {
  Splits splits;
  for (const Scope* scope : all_scopes(journey)) note_traits(scope->groups, splits);
  for (const Expectation& expectation : journey.expectations) {
    note_traits(expectation.groups, splits);
  }
  splits.by_source = splits.by_source && !journey.sources.empty();
  splits.by_device = splits.by_device && !journey.devices.empty();
  return splits;
}

bool has_trait(const Journey& journey, const CustomerClass& customer, const Trait& trait) {
  if (trait.persona.is_valid()) return customer.persona == trait.persona;
  if (trait.device.is_valid()) return customer.device == trait.device;
  if (!customer.source.is_valid()) return false;
  if (trait.source.is_valid()) return customer.source == trait.source;
  return trait.channel.is_valid() && journey.sources[customer.source].channel == trait.channel;
}

// The divisions already worked out while going through classes in order.
struct Division {
  CustomerClass of;
  std::vector<double> parts;
  bool is_ready = false;
};

double source_part(const Journey& journey, const World& world, const CustomerClass& customer,
                   Division& memo) {
  if (!customer.source.is_valid()) return 1;
  if (!memo.is_ready || memo.of.persona != customer.persona) {
    memo = {customer, divide_whole(choose_source_shares(journey, customer.persona), world), true};
  }
  return memo.parts[customer.source.index];
}

double device_part(const Journey& journey, const World& world, const CustomerClass& customer,
                   Division& memo) {
  if (!customer.device.is_valid()) return 1;
  if (!memo.is_ready || memo.of.persona != customer.persona || memo.of.source != customer.source) {
    memo = {customer,
            divide_whole(choose_device_shares(journey, customer.persona, customer.source), world),
            true};
  }
  return memo.parts[customer.device.index];
}

}  // namespace

std::uint64_t count_classes(const Journey& journey) {
  const Splits splits = find_splits(journey);
  // Each factor fits 32 bits and a fourth would be needed to overflow: capped all the same.
  const double product = static_cast<double>(std::max<std::size_t>(journey.personas.size(), 1)) *
                         static_cast<double>(splits.by_source ? journey.sources.size() : 1) *
                         static_cast<double>(splits.by_device ? journey.devices.size() : 1);
  return static_cast<std::uint64_t>(std::min(product, 1e18));
}

std::vector<CustomerClass> find_classes(const Journey& journey) {
  const Splits splits = find_splits(journey);
  std::vector<CustomerClass> classes;
  const std::size_t persona_count = std::max<std::size_t>(journey.personas.size(), 1);
  const std::size_t source_count = splits.by_source ? journey.sources.size() : 1;
  const std::size_t device_count = splits.by_device ? journey.devices.size() : 1;
  for (std::size_t p = 0; p < persona_count; ++p) {
    for (std::size_t s = 0; s < source_count; ++s) {
      for (std::size_t d = 0; d < device_count; ++d) {
        CustomerClass customer;
        if (!journey.personas.empty()) customer.persona = journey.personas.id_at(p);
        if (splits.by_source) customer.source = journey.sources.id_at(s);
        if (splits.by_device) customer.device = journey.devices.id_at(d);
        classes.push_back(customer);
      }
    }
  }
  return classes;
}

bool fits(const Journey& journey, const CustomerClass& customer, const Group& group) {
  return std::all_of(group.traits.begin(), group.traits.end(),
                     [&](const Trait& trait) { return has_trait(journey, customer, trait); });
}

bool fits_any(const Journey& journey, const CustomerClass& customer,
              const std::vector<Group>& groups) {
  return groups.empty() || std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
           return fits(journey, customer, group);
         });
}

std::vector<double> class_shares(const Journey& journey, const std::vector<CustomerClass>& classes,
                                 const World& world) {
  const std::vector<double> personas = divide_whole(choose_persona_shares(journey), world);
  Division sources;
  Division devices;
  std::vector<double> shares;
  shares.reserve(classes.size());
  for (const CustomerClass& customer : classes) {
    const double persona = customer.persona.is_valid() ? personas[customer.persona.index] : 1;
    shares.push_back(persona * source_part(journey, world, customer, sources) *
                     device_part(journey, world, customer, devices));
  }
  return shares;
}

std::vector<double> source_shares(const Journey& journey, const CustomerClass& customer,
                                  const World& world) {
  if (!customer.source.is_valid()) {
    return divide_whole(choose_source_shares(journey, customer.persona), world);
  }
  std::vector<double> shares(journey.sources.size());
  shares[customer.source.index] = 1;
  return shares;
}

std::string class_name(const Journey& journey, const CustomerClass& customer) {
  std::string name;
  if (customer.persona.is_valid()) name = journey.personas[customer.persona].heading.name;
  if (customer.source.is_valid()) {
    name += (name.empty() ? "" : " ") + std::string("from ") +
            journey.sources[customer.source].heading.name;
  }
  if (customer.device.is_valid()) {
    name += (name.empty() ? "" : " ") + std::string("on ") + journey.devices[customer.device].name;
  }
  return name;
}

}  // namespace cairn
