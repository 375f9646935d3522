// Where and why they leave: a bar per cause, in parts by group; reason first, then the place.
import * as Plot from "@observablehq/plot";

import { groupColour, groupLabel, keepDrawn, legend, plot, roomFor, shorten } from "../chart.js";
import { shareText } from "../data.js";

const kRow = 40;
const kMostRows = 12;

function partsOf(rows, groups) {
  return rows.flatMap((row, i) => {
    let from = 0;
    return row.values.map((value, g) => {
      const part = { row, i, group: groups[g], from, to: from + value, value };
      from += value;
      return part;
    });
  });
}

function draw(width, chart) {
  const total = ({ values }) => values.reduce((sum, each) => sum + each, 0);
  const rows = [...chart.rows].sort((a, b) => total(b) - total(a)).slice(0, kMostRows);
  if (rows.length === 0) return null;
  const most = total(rows[0]);
  const left = roomFor(rows.flatMap(({ reason, place }) => [reason, place]), 60, Math.min(260, width * 0.42), 12, 600) + 12;
  const height = rows.length * kRow + 8;
  const parts = partsOf(rows, chart.groups);
  const top = (i) => i * kRow;
  const cut = (text) => shorten(text, left - 12, 12, 600);
  const opacity = { pain: 1, reason: 0.62, unexplained: 0.3 };
  const isKnown = ({ kind }) => kind !== "unexplained";
  const svg = plot("leaving", {
    width,
    height,
    marginLeft: left,
    marginRight: 52,
    marginTop: 2,
    marginBottom: 6,
    x: { domain: [0, most], axis: null },
    y: { domain: [0, rows.length * kRow], range: [2, height - 6], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.text(rows, {
        x: 0, y: (_, i) => top(i) + 11, text: ({ reason }) => cut(reason), textAnchor: "end", dx: -10,
        fill: (row) => (isKnown(row) ? "var(--ink)" : "var(--muted)"), fontWeight: 600, title: "reason",
      }),
      Plot.text(rows, {
        x: 0, y: (_, i) => top(i) + 26, text: ({ place }) => cut(place), textAnchor: "end", dx: -10, fill: "var(--muted)",
        title: "place",
      }),
      Plot.rect(parts, {
        x1: "from", x2: "to", y1: ({ i }) => top(i) + 6, y2: ({ i }) => top(i) + 30,
        fill: ({ group }) => (chart.groups.length > 1 ? groupColour(group) : "var(--bad)"),
        fillOpacity: ({ row }) => opacity[row.kind] ?? 1, insetRight: 1, rx: 2,
        title: ({ row, group, value }) => `${row.reason}\n${groupLabel(group)}: ${shareText(value)}`,
      }),
      Plot.text(rows, {
        x: total, y: (_, i) => top(i) + 18, text: (row) => shareText(total(row)), textAnchor: "start", dx: 7,
        fill: "var(--ink)", fontWeight: 600,
      }),
    ],
  });
  return [...legend(chart.groups), svg];
}

export const connectLeaving = () => keepDrawn("leaving", draw);
