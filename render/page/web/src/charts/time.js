// How long it takes: per group a strip of quantiles on a scale of times, never a mean.
import * as Plot from "@observablehq/plot";

import { groupColour, groupLabel, keepDrawn, kLine, kNarrow, plot, shorten, textWidth } from "../chart.js";
import { word } from "../data.js";

const kStrip = 30; // px: the strip and the air around it
const kTickGap = 14; // px between the texts of two ticks

/** The value at a probability: the quantile nearest to it. */
function at(quantiles, p) {
  const near = quantiles.filter(([each]) => Math.abs(each - p) < 0.011);
  return near.length > 0 ? near[0] : null;
}

/** "half within 2 d", "90% within 9 d". */
function sentences({ quantiles }) {
  const half = at(quantiles, 0.5);
  const most = at(quantiles, 0.9);
  return [half && word("half_within", half[2]), most && word("nine_tenths_within", most[2])].filter(Boolean);
}

/** Those ticks between the ends whose texts leave each other room. */
function ticksOf(chart, low, high, place, width) {
  const ticks = [];
  let last = -Infinity;
  for (const [days, text] of chart.ticks || []) {
    if (days < low || days > high) continue;
    const half = textWidth(text) / 2;
    const x = place(days);
    if (x - half < Math.max(2, last + kTickGap) || x + half > width - 2) continue;
    last = x + half;
    ticks.push({ days, text });
  }
  return ticks;
}

/** What is said of a group: in one line with its name, or below it where there is no room. */
function headOf(group, said, width) {
  const line = said.join(" · ");
  const room = width - 24 - textWidth(line);
  const isAside = width >= kNarrow && room > 80;
  const name = shorten(groupLabel(group), isAside ? room - 16 : width - 24, 12, 600);
  if (isAside) return { name, aside: line, below: "", lines: 1 };
  const below = textWidth(line) <= width - 24 ? line : said.join("\n");
  return { name, aside: "", below, lines: 1 + below.split("\n").length };
}

function rowsOf(chart, width) {
  let y = 0;
  return chart.groups
    .map((group) => ({ group, quantiles: group.quantiles.filter(([, days]) => days !== null) }))
    .filter(({ quantiles }) => quantiles.length > 0)
    .map((row) => {
      const head = headOf(row.group, sentences(row), width);
      const top = y;
      y += head.lines * kLine + kStrip + 14;
      return { ...row, ...head, top, y: top + head.lines * kLine + 4 + kStrip / 2, bottom: y };
    });
}

function draw(width, chart) {
  const rows = rowsOf(chart, width);
  if (rows.length === 0) return null;
  const days = rows.flatMap(({ quantiles }) => quantiles.map(([, each]) => Math.max(each, 1 / 2880)));
  const low = Math.min(...days) / 1.6;
  const high = Math.max(...days) * 1.6;
  const [start, end] = [10, width - 14];
  const place = (each) => start + (Math.log(each / low) / Math.log(high / low)) * (end - start);
  const ticks = ticksOf(chart, low, high, place, width);
  const height = rows.at(-1).bottom;
  const span = (from, to) =>
    rows.flatMap(({ group, quantiles, y }) => {
      const [a, b] = [at(quantiles, from), at(quantiles, to)];
      return a && b ? [{ group, y, a: a[1], b: b[1], title: `${a[2]} – ${b[2]}` }] : [];
    });
  const stroke = ({ group }) => groupColour(group);
  const halves = rows.flatMap(({ group, quantiles, y }) => {
    const half = at(quantiles, 0.5);
    return half ? [{ group, y, value: half[1], text: half[2] }] : [];
  });
  const band = (from, to, strokeWidth, strokeOpacity) =>
    Plot.link(span(from, to), {
      x1: "a", x2: "b", y1: "y", y2: "y", stroke, strokeWidth, strokeOpacity, strokeLinecap: "round", title: "title",
    });
  const left = { frameAnchor: "left", textAnchor: "start", x: null, fill: "var(--ink)", lineAnchor: "top", lineHeight: 1.25 };
  // Lines of the scale run behind the strips alone, so that none goes through a number.
  const lines = rows.flatMap(({ y }) => ticks.map((tick) => ({ ...tick, y1: y - kStrip / 2, y2: y + kStrip / 2 })));
  return plot("time", {
    width,
    height: height + 26,
    marginLeft: start,
    marginRight: width - end,
    marginTop: 4,
    marginBottom: 22,
    x: { type: "log", domain: [low, high], axis: null },
    y: { domain: [0, height], range: [4, height + 4], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.ruleX(lines, { x: "days", y1: "y1", y2: "y2", stroke: "var(--hairline)" }),
      Plot.text(ticks, { x: "days", text: "text", frameAnchor: "bottom", dy: 14, fill: "var(--muted)" }),
      band(0.05, 0.95, 3, 0.5),
      band(0.1, 0.9, 6, 0.45),
      band(0.25, 0.75, 12, 0.75),
      Plot.dot(halves, { x: "value", y: "y", r: 6, fill: "var(--card)", stroke, strokeWidth: 2.5, title: "text" }),
      Plot.text(rows, { ...left, y: "top", text: "name", fontWeight: 600, title: ({ group }) => groupLabel(group) }),
      Plot.text(rows.filter(({ below }) => below), { ...left, y: ({ top }) => top + kLine, text: "below" }),
      Plot.text(rows.filter(({ aside }) => aside), {
        ...left, frameAnchor: "right", textAnchor: "end", y: "top", text: "aside",
      }),
    ],
  });
}

export const connectTime = () => keepDrawn("time", draw);
