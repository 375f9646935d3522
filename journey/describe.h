// Words for customers, conditions and lines in messages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journey/state_space.h"

namespace cairn {

/// A state of one of the spaces.
struct StateRef {
  std::uint32_t space = 0;
  std::uint32_t state = 0;
};

/// All states by site: places, then sources.
std::vector<std::vector<StateRef>> group_by_site(const Journey& journey, const StateSpaces& spaces);

const State& state_at(const StateSpaces& spaces, StateRef ref);

/// `"cart"`, or `"trial-end" (Trial ends, plan page)` where the label says more than the name.
std::string quoted_name(const Heading& heading);
std::string quoted_name(const Journey& journey, Site site);
Span name_span(const Journey& journey, Site site);

/// "visited sign-up 3 times", "not consent-email", "last cart".
std::string condition_text(const Journey& journey, const Condition& condition);

/// As it would be written: "for regular mobile, tablet when visited sign-up".
std::string scope_text(const Journey& journey, const Scope& scope);

/// The words of both scopes that fit a customer, as one scope.
Scope combine_scopes(const Journey& journey, const CustomerClass& customer, const Scope& a,
                     const Scope& b);

/// "customers", "regular mobile customers who visited sign-up": whom a scope is about, in prose.
std::string scope_prose(const Journey& journey, const Scope& scope);

/// " for regular on mobile when visited sign-up": what tells `some` states of a site from the rest
/// of `all` of them; empty if they are all. Conditions are those asked for by `scopes`.
std::string describe_some(const Journey& journey, const StateSpaces& spaces,
                          const std::vector<StateRef>& some, const std::vector<StateRef>& all,
                          const std::vector<const Scope*>& scopes);

/// " for regular on mobile": the same for whole classes among all classes.
std::string describe_classes(const Journey& journey, const std::vector<CustomerClass>& some,
                             const std::vector<CustomerClass>& all);

/// A share with as many digits as tell it from a whole: "56%", "99.95%", "33.3333%".
std::string percent_text(double share);

/// The same with three digits where the number is not certain: "about" is for the caller to say.
std::string percent_text(double share, bool is_certain);

/// "46%", or "100%" for a lone arrow; what a line is at best estimates.
std::string share_text(const Journey& journey, const FlowLine& line);
bool is_certain(const Journey& journey, ParameterId id);

/// "a", "a and b", "a, b and 3 more".
std::string list_text(const std::vector<std::string>& names);

}  // namespace cairn
