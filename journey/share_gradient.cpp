#include "journey/share_gradient.h"

#include <algorithm>
#include <cmath>

#include "journey/row_edits.h"

namespace cairn {
namespace {

/// As in resolve.cpp: sums without `rest` may be off by rounding in the text.
constexpr double kSumTolerance = 0.001 + 1e-12;

/// A written share: its value before it is capped at 1, and the parameters it is a product of.
struct WrittenShare {
  std::vector<ParameterId> parameters;
  double value = 1;
};

WrittenShare written_share(const Way& way, const World& world) {
  WrittenShare share;
  if (way.kind == FlowLine::Kind::share) share.parameters.push_back(way.value);
  share.parameters.insert(share.parameters.end(), way.factors.begin(), way.factors.end());
  for (const ParameterId id : share.parameters) share.value *= world.at(id);
  return share;
}

void add_product_gradient(const WrittenShare& share, const World& world, double slope,
                          ParameterGradient& gradient) {
  if (slope == 0 || share.value > 1) return;
  for (std::size_t i = 0; i < share.parameters.size(); ++i) {
    double others = 1;
    for (std::size_t j = 0; j < share.parameters.size(); ++j) {
      if (j != i) others *= world.at(share.parameters[j]);
    }
    gradient[share.parameters[i].index] += slope * others;
  }
}

/// Slopes by source or device of one division, and what has been summed for it so far.
struct OpenDivision {
  CustomerClass of;
  std::vector<double> parts, by_part;
  bool is_open = false;
};

}  // namespace

void add_row_gradient(const State& state, const World& world, const std::vector<double>& by_edited,
                      ParameterGradient& gradient) {
  const ResolvedRow row = resolve_written(state, world);
  std::vector<double> by_share = by_edited;
  add_edits_gradient(state, world, row.shares, by_share, gradient);
  std::vector<WrittenShare> written(state.ways.size());
  bool has_rest = false;
  double sum = 0, by_rest = 0;
  for (std::size_t w = 0; w < state.ways.size(); ++w) {
    if (state.ways[w].kind == FlowLine::Kind::rest) {
      has_rest = true;
      by_rest += by_share[w];
      continue;
    }
    written[w] = written_share(state.ways[w], world);
    sum += std::min(1.0, written[w].value);
  }
  const double rest = to_double(add({1, 0}, negate(row.written_sum)));
  const bool is_scaled = rest < 0 || (!has_rest && std::abs(rest) <= kSumTolerance);
  // Scaled: share_i = s_i / S. Otherwise the rest takes what the others leave.
  double weighted = 0;
  if (is_scaled) {
    for (std::size_t w = 0; w < state.ways.size(); ++w) {
      if (state.ways[w].kind == FlowLine::Kind::rest) continue;
      weighted += by_share[w] * std::min(1.0, written[w].value) / sum;
    }
  }
  for (std::size_t w = 0; w < state.ways.size(); ++w) {
    if (state.ways[w].kind == FlowLine::Kind::rest) continue;
    const double slope = is_scaled ? (by_share[w] - weighted) / sum : by_share[w] - by_rest;
    add_product_gradient(written[w], world, slope, gradient);
  }
}

void add_arrival_gradient(const Arrival& arrival, const World& world, double by_probability,
                          ParameterGradient& gradient) {
  if (by_probability == 0) return;
  for (std::size_t i = 0; i < arrival.factors.size(); ++i) {
    double others = 1;
    for (std::size_t j = 0; j < arrival.factors.size(); ++j) {
      const double value = world.at(arrival.factors[j].probability);
      if (j != i) others *= arrival.factors[j].is_complement ? 1 - value : value;
    }
    const double sign = arrival.factors[i].is_complement ? -1 : 1;
    gradient[arrival.factors[i].probability.index] += sign * by_probability * others;
  }
}

void add_whole_gradient(const std::vector<ShareChoice>& choices, const World& world,
                        const std::vector<double>& by_part, ParameterGradient& gradient) {
  double sum = 0, by_rest = 0, rest_count = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].line == nullptr) continue;
    if (choices[i].line->is_rest) {
      by_rest += by_part[i];
      ++rest_count;
    } else {
      sum += world.at(choices[i].line->value);
    }
  }
  const double rest = to_double(add({1, 0}, negate(written_sum(choices, world))));
  const bool is_scaled = rest_count == 0 || rest <= 0;
  if (is_scaled && !(sum > 0)) return;
  double weighted = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].line == nullptr || choices[i].line->is_rest) continue;
    weighted += by_part[i] * world.at(choices[i].line->value) / sum;
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].line == nullptr || choices[i].line->is_rest) continue;
    gradient[choices[i].line->value.index] +=
        is_scaled ? (by_part[i] - weighted) / sum : by_part[i] - by_rest / rest_count;
  }
}

void add_source_gradient(const Journey& journey, const CustomerClass& customer, const World& world,
                         const std::vector<double>& by_source, ParameterGradient& gradient) {
  if (customer.source.is_valid()) return;
  add_whole_gradient(choose_source_shares(journey, customer.persona), world, by_source, gradient);
}

void add_class_gradient(const Journey& journey, const std::vector<CustomerClass>& classes,
                        const World& world, const std::vector<double>& by_class,
                        ParameterGradient& gradient) {
  const std::vector<ShareChoice> persona_choices = choose_persona_shares(journey);
  const std::vector<double> personas = divide_whole(persona_choices, world);
  std::vector<double> by_persona(personas.size(), 0);
  OpenDivision sources, devices;
  const auto close_devices = [&] {
    if (!devices.is_open) return;
    add_whole_gradient(choose_device_shares(journey, devices.of.persona, devices.of.source), world,
                       devices.by_part, gradient);
    devices.is_open = false;
  };
  const auto close_sources = [&] {
    if (!sources.is_open) return;
    add_whole_gradient(choose_source_shares(journey, sources.of.persona), world, sources.by_part,
                       gradient);
    sources.is_open = false;
  };
  // Classes stand in order of persona, source, device.
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const CustomerClass& one = classes[c];
    if (one.device.is_valid() && (!devices.is_open || devices.of.persona != one.persona ||
                                  devices.of.source != one.source)) {
      close_devices();
      const auto choices = choose_device_shares(journey, one.persona, one.source);
      devices = {one, divide_whole(choices, world), std::vector<double>(choices.size(), 0), true};
    }
    if (one.source.is_valid() && (!sources.is_open || sources.of.persona != one.persona)) {
      close_sources();
      const auto choices = choose_source_shares(journey, one.persona);
      sources = {one, divide_whole(choices, world), std::vector<double>(choices.size(), 0), true};
    }
    const double persona = one.persona.is_valid() ? personas[one.persona.index] : 1;
    const double source = one.source.is_valid() ? sources.parts[one.source.index] : 1;
    const double device = one.device.is_valid() ? devices.parts[one.device.index] : 1;
    if (one.persona.is_valid()) by_persona[one.persona.index] += by_class[c] * source * device;
    if (one.source.is_valid()) sources.by_part[one.source.index] += by_class[c] * persona * device;
    if (one.device.is_valid()) devices.by_part[one.device.index] += by_class[c] * persona * source;
  }
  close_devices();
  close_sources();
  add_whole_gradient(persona_choices, world, by_persona, gradient);
}

}  // namespace cairn
