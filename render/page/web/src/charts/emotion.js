// How they feel along the way: a line per group with its own marker and dash, names at its end.
import * as Plot from "@observablehq/plot";

import {
  groupColour, groupDash, groupLabel, groupMarker, keepDrawn, plot, roomFor, shorten, textWidth,
} from "../chart.js";
import { feelingText } from "../data.js";

const kLeastStep = 46; // px between two points: narrower screens scroll
const kLabelRoom = 92;
const kLongest = 110; // px of a name under the picture
const kSlope = 0.82; // of a name's length that goes to the left

/** Where groups feel the same, the marker of the one below is seen around the one above. */
function linesOf(chart) {
  const sizes = chart.groups.map((_, g) => 4.5 + 2 * Math.min(2, chart.groups.length - 1 - g));
  return chart.groups.map((group, g) => ({
    group,
    points: chart.points.flatMap((point, i) => {
      const value = point.values[g];
      return value === null || value === undefined ? [] : [{ x: i, value, group, point, size: sizes[g] }];
    }),
  }));
}

/** The lowest and the highest point, with their number, where they are worth a word. */
function ends(lines) {
  const all = lines.flatMap(({ points }) => points);
  if (all.length < 2) return [];
  const low = all.reduce((a, b) => (b.value < a.value ? b : a));
  const high = all.reduce((a, b) => (b.value > a.value ? b : a));
  return low.value < high.value ? [low, high] : [];
}

/** Names at the right end of lines, pushed apart where they would touch. */
function endLabels(lines, perUnit) {
  const labels = lines
    .filter(({ points }) => points.length > 0)
    .map(({ group, points }) => ({ group, x: points.at(-1).x, y: points.at(-1).value }))
    .sort((a, b) => b.y - a.y);
  const least = 15 / perUnit;
  labels.forEach((label, i) => {
    if (i > 0) label.y = Math.min(label.y, labels[i - 1].y - least);
  });
  return labels;
}

function stageBorders(points) {
  return points.flatMap((point, i) => (i > 0 && point.stage !== points[i - 1].stage ? [i - 0.5] : []));
}

function draw(width, chart) {
  const lines = linesOf(chart);
  const isAlone = chart.groups.length < 2;
  const right = isAlone ? 24 : roomFor(chart.groups.map(groupLabel), 40, 140, 12, 600) + 22;
  const step = Math.max(kLeastStep, (width - right - 40) / chart.points.length);
  const names = chart.points.map(({ label }) => shorten(label, kLongest));
  const left = Math.ceil(Math.max(40, textWidth(names[0]) * kSlope - step / 2 + 6));
  const whole = Math.max(width, left + right + chart.points.length * kLeastStep);
  const height = 320;
  const top = 16;
  const { low, high } = chart;
  const spare = (high - low) * 0.13; // so that markers and numbers at the ends have room
  const perUnit = (height - top - kLabelRoom) / (high - low + 2 * spare);
  const middle = (low + high) / 2;
  const all = lines.flatMap(({ points }) => points);
  const stroke = ({ group }) => groupColour(group);
  const ticks = [low, middle, high];
  const last = chart.points.length - 0.5;
  const half = (y1, y2, fill) => Plot.rect([0], { x1: -0.5, x2: last, y1, y2, fill });
  return plot("emotion", {
    width: whole,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: kLabelRoom,
    x: { domain: [-0.5, last], axis: null },
    y: { domain: [low - spare, high + spare], axis: null },
    color: { type: "identity" },
    symbol: { type: "identity" },
    r: { type: "identity" },
    marks: [
      half(middle, high + spare, "var(--good-ground)"),
      half(low - spare, middle, "var(--bad-ground)"),
      Plot.ruleX(stageBorders(chart.points), { stroke: "var(--hairline)" }),
      Plot.ruleY([middle], { stroke: "var(--neutral)" }),
      Plot.text(ticks, {
        x: () => -0.5, y: (each) => each, text: feelingText, dx: -8, textAnchor: "end", fill: "var(--muted)",
      }),
      Plot.text(chart.points, {
        x: (_, i) => i, text: (_, i) => names[i], rotate: -35, textAnchor: "end",
        frameAnchor: "bottom", dy: 10, dx: 4, fill: "var(--ink)", title: "label",
      }),
      ...lines.map(({ group, points }) =>
        Plot.line(points, {
          x: "x", y: "value", curve: "monotone-x", stroke: groupColour(group), strokeWidth: 2.5,
          strokeDasharray: groupDash(group),
        }),
      ),
      Plot.dot(all, {
        x: "x", y: "value", r: "size", symbol: ({ group }) => groupMarker(group), fill: stroke, stroke: "var(--card)",
        title: ({ point, value, group }) => `${point.label}\n${groupLabel(group)}: ${feelingText(value)}`,
      }),
      ...ends(lines).map((end, i) =>
        Plot.text([end], {
          x: "x", y: "value", text: ({ value }) => feelingText(value), dy: i === 0 ? 15 : -15, fontWeight: 700,
          fill: i === 0 ? "var(--bad)" : "var(--good)", stroke: "var(--card)", strokeWidth: 3,
        }),
      ),
      isAlone
        ? null
        : Plot.text(endLabels(lines, perUnit), {
            x: "x", y: "y", text: ({ group }) => shorten(groupLabel(group), 140, 12, 600), dx: 12,
            textAnchor: "start", fontWeight: 600, fill: "var(--ink)",
          }),
    ],
  });
}

export const connectEmotion = () => keepDrawn("emotion", draw);
