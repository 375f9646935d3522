// How they feel along the way: a line per group with its own marker and dash, names at its end. On a phone
// the way runs down the page.
import * as Plot from "@observablehq/plot";

import {
  groupColour, groupDash, groupLabel, groupMarker, keepDrawn, kLine, kNarrow, legend, plot, roomFor, shorten, textWidth,
  topsOf, wrap,
} from "../chart.js";
import { feelingText } from "../data.js";

const kLeastStep = 46; // px between two points: narrower screens scroll
const kUprightStep = 84; // px between two points whose names stand upright
const kLongest = 190; // px of a slanted name
const kSlant = 35; // degrees
const kEndRoom = 200; // px for names at the ends of lines

/** Where groups feel the same, the marker of the one below is seen around the one above. */
function linesOf(chart) {
  const sizes = chart.groups.map((_, g) => 4.5 + 2 * Math.min(2, chart.groups.length - 1 - g));
  return chart.groups.map((group, g) => ({
    group,
    points: chart.points.flatMap((point, i) => {
      const value = point.values[g];
      return value === null || value === undefined ? [] : [{ i, value, group, point, size: sizes[g] }];
    }),
  }));
}

/** The lowest and the highest point, where they are worth a number. */
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
    .map(({ group, points }) => ({ group, i: points.at(-1).i, y: points.at(-1).value }))
    .sort((a, b) => b.y - a.y);
  const least = 15 / perUnit;
  labels.forEach((label, i) => {
    if (i > 0) label.y = Math.min(label.y, labels[i - 1].y - least);
  });
  return labels;
}

const titleOf = ({ point, value, group }) => `${point.label}\n${groupLabel(group)}: ${feelingText(value)}`;

/** What both pictures share; `along` and `across` are the channels of the way and of the feeling. */
const kShared = {
  color: { type: "identity" },
  symbol: { type: "identity" },
  r: { type: "identity" },
};

function markers(lines, along, across) {
  return Plot.dot(lines.flatMap(({ points }) => points), {
    ...along, ...across, r: "size", symbol: ({ group }) => groupMarker(group), fill: ({ group }) => groupColour(group),
    stroke: "var(--card)", title: titleOf,
  });
}

function extremes(lines, at, aside) {
  return ends(lines).map((end, i) =>
    Plot.text([end], {
      ...at, text: ({ value }) => feelingText(value), ...aside(i === 0, end), fontWeight: 700,
      fill: i === 0 ? "var(--bad)" : "var(--good)", stroke: "var(--card)", strokeWidth: 3,
    }),
  );
}

/** Names under the points: upright where there is room, else slanted; and how much room they take. */
function namesOf(points, step) {
  if (step >= kUprightStep) {
    const names = points.map(({ label }) => wrap(label, step - 10, 4));
    return { names, isUpright: true, room: 14 + kLine * Math.max(...names.map((name) => name.split("\n").length)), left: 0 };
  }
  const names = points.map(({ label }) => shorten(label, kLongest));
  const widths = names.map((name) => textWidth(name));
  const [sine, cosine] = [Math.sin((kSlant * Math.PI) / 180), Math.cos((kSlant * Math.PI) / 180)];
  const left = Math.max(...widths.map((width, i) => width * cosine - (i + 0.5) * step));
  return { names, isUpright: false, room: 22 + Math.max(...widths) * sine, left: left + 6 };
}

function stageBorders(points) {
  return points.flatMap((point, i) => (i > 0 && point.stage !== points[i - 1].stage ? [i - 0.5] : []));
}

function drawAcross(width, chart) {
  const lines = linesOf(chart);
  const isAlone = chart.groups.length < 2;
  const right = isAlone ? 24 : roomFor(chart.groups.map(groupLabel), 40, kEndRoom, 12, 600) + 22;
  const step = Math.max(kLeastStep, (width - right - 40) / chart.points.length);
  const { names, isUpright, room, left: overhang } = namesOf(chart.points, step);
  const left = Math.ceil(Math.max(40, overhang));
  const whole = Math.max(width, left + right + chart.points.length * kLeastStep);
  const top = 16;
  const height = 228 + Math.ceil(room);
  const { low, high } = chart;
  const spare = (high - low) * 0.13; // so that markers and numbers at the ends have room
  const perUnit = (height - top - room) / (high - low + 2 * spare);
  const middle = (low + high) / 2;
  const last = chart.points.length - 0.5;
  const half = (y1, y2, fill) => Plot.rect([0], { x1: -0.5, x2: last, y1, y2, fill });
  const name = isUpright
    ? { textAnchor: "middle", lineAnchor: "top", lineHeight: 1.25, dy: 10 }
    : { textAnchor: "end", rotate: -kSlant, dy: 10, dx: 4 };
  return plot("emotion", {
    ...kShared,
    width: whole,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: Math.ceil(room),
    x: { domain: [-0.5, last], axis: null },
    y: { domain: [low - spare, high + spare], axis: null },
    marks: [
      half(middle, high + spare, "var(--good-ground)"),
      half(low - spare, middle, "var(--bad-ground)"),
      Plot.ruleX(stageBorders(chart.points), { stroke: "var(--hairline)" }),
      Plot.ruleY([middle], { stroke: "var(--neutral)" }),
      Plot.text([low, middle, high], {
        x: () => -0.5, y: (each) => each, text: feelingText, dx: -8, textAnchor: "end", fill: "var(--muted)",
      }),
      Plot.text(chart.points, {
        x: (_, i) => i, text: (_, i) => names[i], frameAnchor: "bottom", fill: "var(--ink)", title: "label", ...name,
      }),
      ...lines.map(({ group, points }) =>
        Plot.line(points, {
          x: "i", y: "value", curve: "monotone-x", stroke: groupColour(group), strokeWidth: 2.5,
          strokeDasharray: groupDash(group),
        }),
      ),
      markers(lines, { x: "i" }, { y: "value" }),
      ...extremes(lines, { x: "i", y: "value" }, (isLow) => ({ dy: isLow ? 15 : -15 })),
      isAlone
        ? null
        : Plot.text(endLabels(lines, perUnit), {
            x: "i", y: "y", text: ({ group }) => shorten(groupLabel(group), kEndRoom, 12, 600), dx: 12,
            textAnchor: "start", fontWeight: 600, fill: "var(--ink)", title: ({ group }) => groupLabel(group),
          }),
    ],
  });
}

/** For phones: names in a column, worse to the left, better to the right. */
function drawDown(width, chart) {
  const lines = linesOf(chart);
  const left = roomFor(chart.points.map(({ label }) => label), 60, width * 0.42) + 12;
  const names = chart.points.map(({ label }) => wrap(label, left - 12, 3));
  const heights = names.map((name) => Math.max(38, kLine * name.split("\n").length + 12));
  const tops = topsOf(heights);
  const y = (i) => tops[i] + heights[i] / 2;
  const height = tops.at(-1);
  const { low, high } = chart;
  const spare = (high - low) * 0.27; // with a number beside the marker
  const middle = (low + high) / 2;
  const half = (x1, x2, fill) => Plot.rect([0], { x1, x2, y1: 0, y2: height, fill });
  const borders = stageBorders(chart.points).map((border) => tops[Math.ceil(border)]);
  const svg = plot("emotion", {
    ...kShared,
    width,
    height: height + 26,
    marginLeft: left,
    marginRight: 8,
    marginTop: 22,
    marginBottom: 4,
    x: { domain: [low - spare, high + spare], axis: null },
    y: { domain: [0, height], range: [22, height + 22], axis: null },
    marks: [
      half(middle, high + spare, "var(--good-ground)"),
      half(low - spare, middle, "var(--bad-ground)"),
      Plot.ruleY(borders, { stroke: "var(--hairline)" }),
      Plot.ruleX([middle], { stroke: "var(--neutral)" }),
      Plot.text([low, middle, high], { x: (each) => each, frameAnchor: "top", dy: -12, text: feelingText, fill: "var(--muted)" }),
      Plot.text(chart.points, {
        x: low - spare, y: (_, i) => y(i), text: (_, i) => names[i], textAnchor: "end", dx: -10, lineHeight: 1.25,
        fill: "var(--ink)", title: "label",
      }),
      ...lines.map(({ group, points }) =>
        Plot.line(points, {
          x: "value", y: ({ i }) => y(i), curve: "monotone-y", stroke: groupColour(group), strokeWidth: 2.5,
          strokeDasharray: groupDash(group),
        }),
      ),
      markers(lines, { y: ({ i }) => y(i) }, { x: "value" }),
      ...extremes(lines, { x: "value", y: ({ i }) => y(i) }, (isLow) => ({
        dx: isLow ? -11 : 11, textAnchor: isLow ? "end" : "start",
      })),
    ],
  });
  return [...legend(chart.groups), svg];
}

const draw = (width, chart) => (width < kNarrow ? drawDown : drawAcross)(width, chart);

export const connectEmotion = () => keepDrawn("emotion", draw);
