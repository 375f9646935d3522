// What the answer hangs on: how far it goes when one written number is low or high; today is the line.
// Names stand beside their bars, on a phone above them.
import * as Plot from "@observablehq/plot";

import { keepDrawn, kLine, kNarrow, plot, roomFor, topsOf, wrap } from "../chart.js";

const kBar = 22;
const kMostRows = 10;

/** Names in lines, and where they and the bars stand. */
function placed(rows, left, width) {
  const named = rows.map((row) => {
    const name = wrap(row.label, left > 0 ? left - 12 : width - 4, left > 0 ? 3 : 2);
    return { ...row, name, head: kLine * name.split("\n").length };
  });
  const tops = topsOf(named.map(({ head }) => (left > 0 ? Math.max(kBar, head) + 14 : head + kBar + 20)));
  return {
    height: tops.at(-1),
    rows: named.map((row, i) => {
      const middle = tops[i] + Math.max(kBar, row.head) / 2;
      return left > 0
        ? { ...row, y: middle, bar: middle - kBar / 2 }
        : { ...row, y: tops[i] + row.head / 2, bar: tops[i] + row.head + 6 };
    }),
  };
}

function draw(width, chart) {
  const shown = chart.rows.slice(0, kMostRows);
  if (shown.length === 0) return null;
  const { today } = chart;
  const left = width < kNarrow ? 0 : roomFor(shown.map(({ label }) => label), 60, Math.min(260, width * 0.4)) + 12;
  const { rows, height } = placed(shown, left, width);
  const values = rows.flatMap(({ low, high }) => [low, high]);
  const least = Math.min(today, ...values);
  const most = Math.max(today, ...values);
  const isUpper = (row, end) => row[end] >= row[end === "low" ? "high" : "low"];
  const texts = (isRight) =>
    roomFor(rows.map((row) => row[`${isUpper(row, "high") === isRight ? "high" : "low"}_text`] || ""), 20, 140) + 12;
  const [before, after] = [texts(false), texts(true)];
  const y1 = ({ bar }) => bar;
  const y2 = ({ bar }) => bar + kBar;
  const middle = ({ bar }) => bar + kBar / 2;
  const bar = (end) =>
    Plot.rect(rows, {
      x1: (row) => Math.min(today, row[end]), x2: (row) => Math.max(today, row[end]), y1, y2, rx: 2,
      fill: (row) => (row[end] < today ? "var(--bad)" : "var(--good)"),
      title: (row) => `${row.label}: ${row[`${end}_text`]}`,
    });
  const endText = (end) =>
    ["start", "end"].map((textAnchor) =>
      Plot.text(rows.filter((row) => (textAnchor === "start") === isUpper(row, end)), {
        x: end, y: middle, text: `${end}_text`, textAnchor, dx: textAnchor === "start" ? 6 : -6, fill: "var(--ink)",
      }),
    );
  const name = left > 0 ? { textAnchor: "end", dx: -12 - before } : { textAnchor: "start", dx: -before };
  return plot("hangs-on", {
    width,
    height: height + 4,
    marginLeft: left + before,
    marginRight: after,
    marginTop: 2,
    marginBottom: 2,
    x: { domain: [least, most === least ? least + 1 : most], axis: null },
    y: { domain: [0, height], range: [2, height + 2], axis: null },
    color: { type: "identity" },
    marks: [
      bar("low"),
      bar("high"),
      Plot.ruleX(rows, { x: today, y1: (row) => y1(row) - 3, y2: (row) => y2(row) + 3, stroke: "var(--ink)", strokeWidth: 1.5 }),
      ...endText("low"),
      ...endText("high"),
      Plot.text(rows, {
        frameAnchor: "left", x: null, y: "y", text: "name", ...name, lineHeight: 1.25, fill: "var(--ink)", title: "label",
      }),
    ],
  });
}

export const connectHangsOn = () => keepDrawn("hangs-on", draw);
