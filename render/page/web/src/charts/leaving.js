// Where and why they leave: a bar per cause, in parts by group; reason first, then the place. Names stand
// beside their bar, on a phone above it.
import * as Plot from "@observablehq/plot";

import { groupColour, groupLabel, keepDrawn, kLine, kNarrow, legend, plot, roomFor, topsOf, wrap } from "../chart.js";
import { shareText } from "../data.js";

const kBar = 24;
const kMostRows = 12;
const kNameRoom = 300;

function partsOf(rows, groups) {
  return rows.flatMap((row) => {
    let from = 0;
    return row.values.map((value, g) => {
      const part = { row, group: groups[g], from, to: from + value, value };
      from += value;
      return part;
    });
  });
}

const total = ({ values }) => values.reduce((sum, each) => sum + each, 0);

/** Names in lines, and where they and the bar stand. */
function placed(rows, left, width) {
  const room = left > 0 ? left - 12 : width - 4;
  const named = rows.map((row) => {
    const reasonLines = wrap(row.reason, room, 2, 600);
    const placeLines = wrap(row.place, room, 2);
    const first = kLine * reasonLines.split("\n").length;
    return { ...row, reasonLines, placeLines, first, head: first + kLine * placeLines.split("\n").length };
  });
  const heights = named.map(({ head }) => (left > 0 ? Math.max(kBar, head) + 10 : head + kBar + 12));
  const tops = topsOf(heights);
  return {
    height: tops.at(-1),
    rows: named.map((row, i) => {
      const inner = heights[i] - (left > 0 ? 10 : 12);
      const y = left > 0 ? tops[i] + (inner - row.head) / 2 : tops[i];
      return { ...row, y, bar: left > 0 ? tops[i] + (inner - kBar) / 2 : tops[i] + row.head + 2 };
    }),
  };
}

function draw(width, chart) {
  const largest = [...chart.rows].sort((a, b) => total(b) - total(a)).slice(0, kMostRows);
  if (largest.length === 0) return null;
  const names = largest.flatMap(({ reason, place }) => [reason, place]);
  const left = width < kNarrow ? 0 : roomFor(names, 60, Math.min(kNameRoom, width * 0.4), 12, 600) + 14;
  const { rows, height } = placed(largest, left, width);
  const parts = partsOf(rows, chart.groups);
  const opacity = { pain: 1, reason: 0.62, unexplained: 0.3 };
  const isKnown = ({ kind }) => kind !== "unexplained";
  const anchor = left > 0 ? { textAnchor: "end", dx: -10 } : { textAnchor: "start" };
  const name = { x: 0, ...anchor, lineAnchor: "top", lineHeight: 1.25 };
  const svg = plot("leaving", {
    width,
    height: height + 4,
    marginLeft: left,
    marginRight: 52,
    marginTop: 2,
    marginBottom: 2,
    x: { domain: [0, total(rows[0])], axis: null },
    y: { domain: [0, height], range: [2, height + 2], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.text(rows, {
        ...name, y: "y", text: "reasonLines", fill: (row) => (isKnown(row) ? "var(--ink)" : "var(--muted)"),
        fontWeight: 600, title: "reason",
      }),
      Plot.text(rows, { ...name, y: ({ y, first }) => y + first, text: "placeLines", fill: "var(--muted)", title: "place" }),
      Plot.rect(parts, {
        x1: "from", x2: "to", y1: ({ row }) => row.bar, y2: ({ row }) => row.bar + kBar,
        fill: ({ group }) => (chart.groups.length > 1 ? groupColour(group) : "var(--bad)"),
        fillOpacity: ({ row }) => opacity[row.kind] ?? 1, insetRight: 1, rx: 2,
        title: ({ row, group, value }) => `${row.reason}\n${groupLabel(group)}: ${shareText(value)}`,
      }),
      Plot.text(rows, {
        x: total, y: ({ bar }) => bar + kBar / 2, text: (row) => shareText(total(row)), textAnchor: "start", dx: 7,
        fill: "var(--ink)", fontWeight: 600,
      }),
    ],
  });
  return [...legend(chart.groups), svg];
}

export const connectLeaving = () => keepDrawn("leaving", draw);
