// What the answer hangs on: how far it goes when one written number is low or high; today is the line.
import * as Plot from "@observablehq/plot";

import { keepDrawn, plot, roomFor, wrap } from "../chart.js";

const kRow = 36;
const kMostRows = 10;

function draw(width, chart) {
  const rows = chart.rows.slice(0, kMostRows);
  if (rows.length === 0) return null;
  const { today } = chart;
  const left = roomFor(rows.map(({ label }) => label), 60, Math.min(230, width * 0.4)) + 12;
  const values = rows.flatMap(({ low, high }) => [low, high]);
  const least = Math.min(today, ...values);
  const most = Math.max(today, ...values);
  const texts = (key) => roomFor(rows.map((row) => row[key] || ""), 20, 110) + 10;
  const [before, after] = [texts("low_text"), texts("high_text")];
  const height = rows.length * kRow + 8;
  const y1 = (row) => rows.indexOf(row) * kRow + 7;
  const y2 = (row) => rows.indexOf(row) * kRow + 29;
  const bar = (end) =>
    Plot.rect(rows, {
      x1: (row) => Math.min(today, row[end]), x2: (row) => Math.max(today, row[end]), y1, y2, rx: 2,
      fill: (row) => (row[end] < today ? "var(--bad)" : "var(--good)"),
      title: (row) => `${row.label}: ${row[`${end}_text`]}`,
    });
  const isUpper = (row, end) => row[end] >= row[end === "low" ? "high" : "low"];
  const endText = (end) =>
    ["start", "end"].map((textAnchor) =>
      Plot.text(rows.filter((row) => (textAnchor === "start") === isUpper(row, end)), {
        x: end, y: (row) => y1(row) + 11, text: `${end}_text`, textAnchor, dx: textAnchor === "start" ? 6 : -6,
        fill: "var(--ink)",
      }),
    );
  return plot("hangs-on", {
    width,
    height,
    marginLeft: left + Math.max(before, after),
    marginRight: Math.max(before, after),
    marginTop: 2,
    marginBottom: 6,
    x: { domain: [least, most === least ? least + 1 : most], axis: null },
    y: { domain: [0, rows.length * kRow], range: [2, height - 6], axis: null },
    color: { type: "identity" },
    marks: [
      bar("low"),
      bar("high"),
      Plot.ruleX([today], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ...endText("low"),
      ...endText("high"),
      Plot.text(rows, {
        frameAnchor: "left", x: null, y: (row) => y1(row) + 11, text: ({ label }) => wrap(label, left - 12),
        textAnchor: "end", dx: -12 - Math.max(before, after), fill: "var(--ink)", title: "label",
      }),
    ],
  });
}

export const connectHangsOn = () => keepDrawn("hangs-on", draw);
