// What each fix brings: a dot and its 5-95 % range on a line of zero, the chance in the last column; on a
// phone name and figures stand above the range. Rows that hold the ticked fixes stand out.
import * as Plot from "@observablehq/plot";

import { keepDrawn, kLine, kNarrow, plot, roomFor, topsOf, wrap } from "../chart.js";
import { choice, fixesOf, follow } from "../choice.js";
import { axisNumber, data, word } from "../data.js";

const kRow = 44;
const kHead = 26;
const kFoot = 28;

function isChosen(row) {
  if (row.kind === "scenario") {
    const scenario = (data.scenarios || []).find(({ name }) => name === row.name);
    return scenario !== undefined && choice.isExactly(fixesOf(scenario.mask));
  }
  return choice.has((data.fixes || []).findIndex(({ name }) => name === row.name));
}

const sense = ({ best }) => (best > 0 ? "var(--good)" : best < 0 ? "var(--bad)" : "var(--neutral)");

/** Room left of the ranges for names, right of them for gains and chances; none on a phone. */
function columnsOf(rows, width) {
  if (width < kNarrow) return { left: 14, gains: 0, chances: 14 };
  const left = roomFor(rows.map(({ label }) => label), 60, Math.min(230, width * 0.36), 12, 600) + 16;
  const gains = roomFor(rows.map(({ text }) => text), 40, 150, 12, 600) + 18;
  return { left, gains, chances: roomFor([word("chance"), ...rows.map(({ chance }) => chance || "")], 40, 110) + 8 };
}

/** Rows with the lines of their names, and where they begin and have their range. */
function placed(rows, columns, width) {
  const isNarrow = columns.gains === 0;
  const named = rows.map((row) => {
    const lines = wrap(row.label, isNarrow ? width - 12 : columns.left - 16, isNarrow ? 2 : 3, 600);
    return { ...row, lines, head: kLine * lines.split("\n").length };
  });
  const heights = named.map(({ head }) => (isNarrow ? head + kLine + 40 : Math.max(kRow, head + 12)));
  const tops = topsOf(heights);
  return named.map((row, i) => {
    const top = (isNarrow ? 4 : kHead) + tops[i];
    const middle = isNarrow ? top + row.head + kLine + 20 : top + heights[i] / 2;
    return { ...row, top, bottom: top + heights[i], y: middle };
  });
}

function scaleOf(rows) {
  const low = Math.min(0, ...rows.map((row) => row.low));
  const high = Math.max(0, ...rows.map((row) => row.high));
  const spare = (high - low || 1) * 0.04;
  return [low - spare, high + spare];
}

const kText = { lineHeight: 1.25, fill: "var(--ink)" };

/** Beside the ranges: name, gain, chance, and the heads of the columns. */
function textsAside(rows, { left, gains, chances }, unit) {
  const right = { frameAnchor: "right", x: null, y: "y" };
  const head = { frameAnchor: "top-right", dy: 6, fill: "var(--muted)" };
  return [
    Plot.text(rows, {
      ...kText, frameAnchor: "left", x: null, y: "y", text: "lines", textAnchor: "end", dx: -12, fontWeight: 600, title: "label",
    }),
    Plot.text(rows, { ...right, text: "text", textAnchor: "start", dx: 10, fontWeight: 600, fill: sense }),
    Plot.text(rows, { ...right, text: "chance", textAnchor: "end", dx: gains + chances - 6, fill: "var(--ink)" }),
    Plot.text([unit === "share" ? "" : unit || ""], { ...head, textAnchor: "start", dx: 10 }),
    Plot.text([word("chance")], { ...head, textAnchor: "end", dx: gains + chances - 6 }),
  ];
}

/** Above the ranges: the name, then gain and chance. */
function textsAbove(rows, { left, chances }, unit) {
  const at = { frameAnchor: "left", x: null, textAnchor: "start", dx: 6 - left, lineAnchor: "top" };
  const amount = ({ text }) => (unit && unit !== "share" && !text.includes(unit) ? `${text}\u00a0${unit}` : text);
  return [
    Plot.text(rows, { ...kText, ...at, y: ({ top }) => top + 5, text: "lines", fontWeight: 600, title: "label" }),
    Plot.text(rows, { ...at, y: ({ top, head }) => top + 5 + head, text: amount, fontWeight: 600, fill: sense }),
    Plot.text(rows.filter(({ chance }) => chance), {
      ...at, frameAnchor: "right", textAnchor: "end", dx: chances - 6, y: ({ top, head }) => top + 5 + head,
      text: ({ chance }) => `${word("chance")}: ${chance}`, fill: "var(--ink)",
    }),
  ];
}

function draw(width, chart) {
  if (chart.rows.length === 0) return null;
  const columns = columnsOf(chart.rows, width);
  const { left, gains, chances } = columns;
  const right = gains + chances;
  const rows = placed(chart.rows, columns, width);
  const bottom = rows.at(-1).bottom;
  const domain = scaleOf(rows);
  const edge = width - left - right;
  return plot("compare", {
    width,
    height: bottom + kFoot,
    marginLeft: left,
    marginRight: right,
    marginTop: 0,
    marginBottom: kFoot,
    x: { domain, axis: null, range: [left, left + edge] },
    y: { domain: [0, bottom], range: [0, bottom], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.rect(rows.filter(isChosen), {
        x1: domain[0], x2: domain[1], y1: ({ top }) => top + 2, y2: (row) => row.bottom - 2, insetLeft: -left,
        insetRight: -right, fill: "var(--good-ground)", rx: 6,
      }),
      Plot.axisX({
        anchor: "bottom", ticks: Math.max(2, Math.floor(edge / 80)), tickSize: 0, tickFormat: axisNumber, label: null, color: "var(--muted)",
        fontSize: 12,
      }),
      Plot.ruleX(rows, {
        x: 0, y1: ({ top, y }) => (gains > 0 ? top : y - 13), y2: ({ y, bottom: end }) => (gains > 0 ? end : y + 13),
        stroke: "var(--neutral)",
      }),
      Plot.link(rows, {
        x1: "low", x2: "high", y1: "y", y2: "y", stroke: sense, strokeWidth: 7, strokeOpacity: 0.35, strokeLinecap: "round",
        title: ({ label, text, range }) => `${label}\n${text}\n${range}`,
      }),
      Plot.dot(rows, { x: "best", y: "y", r: 6, fill: sense, stroke: "var(--card)", strokeWidth: 1.5 }),
      ...(gains > 0 ? textsAside : textsAbove)(rows, columns, chart.unit),
    ],
  });
}

export function connectCompare() {
  const redraw = keepDrawn("compare", draw);
  if (data.combinations) follow(() => redraw());
}
