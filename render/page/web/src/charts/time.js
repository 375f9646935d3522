// How long it takes: per group a strip of quantiles on a scale of times, never a mean.
import * as Plot from "@observablehq/plot";

import { groupColour, groupLabel, keepDrawn, plot, shorten } from "../chart.js";
import { word } from "../data.js";

const kRow = 62;

const kTicks = [
  [1 / 1440, "minutes", 1],
  [10 / 1440, "minutes", 10],
  [1 / 24, "hours", 1],
  [6 / 24, "hours", 6],
  [1, "day"],
  [7, "week"],
  [30.4375, "month"],
  [91.3125, "months", 3],
  [365.25, "year"],
];

function tickText(days) {
  const [, unit, count] = kTicks.find(([each]) => each === days);
  return word(unit, count);
}

/** The value at a probability: the quantile nearest to it. */
function at(quantiles, p) {
  const near = quantiles.filter(([each]) => Math.abs(each - p) < 0.011);
  return near.length > 0 ? near[0] : null;
}

function sentence({ group, quantiles }) {
  const half = at(quantiles, 0.5);
  const most = at(quantiles, 0.9);
  return [half && word("half_within", half[2]), most && word("nine_tenths_within", most[2])]
    .filter(Boolean)
    .join(" · ");
}

function draw(width, chart) {
  const rows = chart.groups
    .map((group) => ({ group, quantiles: group.quantiles.filter(([, days]) => days !== null) }))
    .filter(({ quantiles }) => quantiles.length > 0)
    .map((row, i) => ({ ...row, y: i * kRow + 38 }));
  if (rows.length === 0) return null;
  const days = rows.flatMap(({ quantiles }) => quantiles.map(([, each]) => Math.max(each, 1 / 2880)));
  const low = Math.min(...days) / 1.6;
  const high = Math.max(...days) * 1.6;
  const ticks = kTicks.map(([each]) => each).filter((each) => each >= low && each <= high);
  const height = rows.length * kRow + 34;
  const span = (from, to) =>
    rows.flatMap(({ group, quantiles, y }) => {
      const [a, b] = [at(quantiles, from), at(quantiles, to)];
      return a && b ? [{ group, y, a: a[1], b: b[1], title: `${a[2]} – ${b[2]}` }] : [];
    });
  const stroke = ({ group }) => groupColour(group);
  const points = rows.flatMap(({ group, quantiles, y }) =>
    quantiles.map(([p, value, text]) => ({ group, y, p, value, text })),
  );
  const band = (from, to, strokeWidth, strokeOpacity) =>
    Plot.link(span(from, to), {
      x1: "a", x2: "b", y1: "y", y2: "y", stroke, strokeWidth, strokeOpacity, strokeLinecap: "round", title: "title",
    });
  const place = { frameAnchor: "left", textAnchor: "start", x: null };
  return plot("time", {
    width,
    height,
    marginLeft: 10,
    marginRight: 14,
    marginTop: 4,
    marginBottom: 28,
    x: { type: "log", domain: [low, high], axis: null },
    y: { domain: [0, rows.length * kRow], range: [4, rows.length * kRow + 4], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.ruleX(ticks, { stroke: "var(--hairline)" }),
      Plot.text(ticks, {
        x: (each) => each, text: tickText, frameAnchor: "bottom", dy: 18, fill: "var(--muted)",
      }),
      band(0.05, 0.95, 3, 0.5),
      band(0.1, 0.9, 6, 0.45),
      band(0.25, 0.75, 12, 0.75),
      Plot.dot(points.filter(({ p }) => p === 0.5), {
        x: "value", y: "y", r: 6, fill: "var(--card)", stroke, strokeWidth: 2.5, title: "text",
      }),
      Plot.text(rows, {
        ...place, y: ({ y }) => y - 22, text: ({ group }) => shorten(groupLabel(group), width * 0.4, 12, 600),
        fontWeight: 600, fill: "var(--ink)",
      }),
      Plot.text(rows, {
        frameAnchor: "right", textAnchor: "end", x: null, y: ({ y }) => y - 22, text: sentence, fill: "var(--ink)",
      }),
    ],
  });
}

export const connectTime = () => keepDrawn("time", draw);
