// From entry to outcome: columns in file order by d3-sankey; ways back run below as loops.
import { sankey, sankeyLinkHorizontal } from "d3-sankey";

import { asImage, keepDrawn, kFontSize, textWidth, wrap } from "../chart.js";
import { shareText } from "../data.js";
import { svgElement } from "../dom.js";

const kLeastWidth = 760; // narrower screens scroll
const kLeastColumn = 92;
const kNode = 12;
const kLabelRoom = 170; // right of the last column
const kTextLine = 14;
const kHeadRoom = 36 + kTextLine; // above a node: its name in up to two lines, its share
const kLeast = 0.002; // of entrants: thinner links are left out

const kInks = {
  source: "var(--flow)",
  touchpoint: "var(--flow)",
  win: "var(--good)",
  outcome: "var(--neutral)",
  leave: "var(--bad)",
};

/** The column of each node, so that every link that goes forward in file order leads to a later one:
    the touchpoints of one stage are spread over as many columns as they need. */
function columnsOf(nodes, links) {
  const within = nodes.map(() => 0);
  links.forEach(({ from, to }) => {
    if (nodes[from].column === nodes[to].column && to > from) within[to] = Math.max(within[to], within[from] + 1);
  });
  const depths = new Map();
  nodes.forEach(({ column }, i) => depths.set(column, Math.max(depths.get(column) || 0, within[i])));
  const starts = new Map();
  let next = 0;
  for (const column of [...depths.keys()].sort((a, b) => a - b)) {
    starts.set(column, next);
    next += depths.get(column) + 1;
  }
  return nodes.map(({ column }, i) => starts.get(column) + within[i]);
}

/** Nodes that lead straight back to themselves, as another month of a subscription does: a sign says it,
    for such a way can be wider than all others. */
function sign(chart) {
  const again = new Set(chart.links.filter(({ from, to }) => from === to).map(({ from }) => from));
  return chart.nodes.map((node) => ({ ...node, label: again.has(node.id) ? `${node.label} ↻` : node.label }));
}

/** Forward links for d3-sankey, loops for us, and how much goes through each node. */
function sort(chart) {
  const places = new Map(chart.nodes.map(({ id }, i) => [id, i]));
  const known = chart.links
    .map(({ from, to, value }) => ({ from: places.get(from), to: places.get(to), value }))
    .filter(({ from, to, value }) => from !== undefined && to !== undefined && from !== to && value >= kLeast)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const columns = columnsOf(chart.nodes, known);
  const [forward, loops] = [[], []];
  const into = chart.nodes.map(() => 0);
  const outOf = chart.nodes.map(() => 0);
  for (const link of known) {
    (columns[link.to] > columns[link.from] ? forward : loops).push(link);
    into[link.to] += link.value;
    outOf[link.from] += link.value;
  }
  return { columns, forward, loops, through: into.map((value, i) => Math.max(value, outOf[i])) };
}

/** Every column has a node of no height, so that d3-sankey keeps empty ones. */
function lay(chart, parts, width, height) {
  const last = Math.max(...parts.columns);
  const used = chart.nodes.map((_, i) => i).filter((i) => parts.through[i] > 0);
  const rails = Array.from({ length: last + 1 }, (_, column) => ({ rail: true, column, fixedValue: 0 }));
  const at = new Map(used.map((i, place) => [i, place]));
  const nodes = used.map((i) => ({
    ...chart.nodes[i], index_: i, column: parts.columns[i], fixedValue: parts.through[i],
  }));
  const links = parts.forward.map(({ from, to, value }) => ({ source: at.get(from), target: at.get(to), value }));
  const railLinks = rails.slice(1).map((_, i) => ({
    source: nodes.length + i, target: nodes.length + i + 1, value: 0, rail: true,
  }));
  const layout = sankey()
    .nodeWidth(kNode)
    .nodePadding(kHeadRoom + 6)
    .nodeAlign(({ column }) => column)
    .nodeSort(null)
    .extent([[2, kHeadRoom], [width - kLabelRoom, height - 8]]);
  const graph = layout({ nodes: [...nodes, ...rails], links: [...links, ...railLinks] });
  return {
    nodes: graph.nodes.filter(({ rail }) => !rail),
    links: graph.links.filter(({ rail }) => !rail),
    nodeAt: (i) => graph.nodes[at.get(i)],
  };
}

function linkPath(link) {
  const path = sankeyLinkHorizontal()(link);
  const { kind } = link.target;
  const ink = kind === "leave" ? "var(--bad)" : kind === "win" ? "var(--good)" : "var(--flow)";
  return svgElement(
    "path",
    {
      d: path, fill: "none", stroke: ink, "stroke-width": Math.max(1, link.width).toFixed(2),
      "stroke-opacity": kind === "leave" ? 0.22 : 0.36, class: "sankey-link",
    },
    svgElement("title", {}, `${link.source.label} → ${link.target.label}: ${shareText(link.value)}`),
  );
}

/** Loops leave the lower end of a node and come back into the lower end of an earlier one; each runs
    below all nodes on its way. */
function loopPaths(parts, laid) {
  const used = new Map();
  const first = laid.nodes.find(({ value }) => value > 0);
  const scale = first ? (first.y1 - first.y0) / first.value : 0;
  let below = Math.max(...laid.nodes.map(({ y1 }) => y1));
  return parts.loops.map(({ from, to, value }) => {
    const [a, b] = [laid.nodeAt(from), laid.nodeAt(to)];
    const width = Math.max(1.2, value * scale);
    const place = (node, side) => {
      const key = `${node.id} ${side}`;
      const offset = used.get(key) || 0;
      used.set(key, offset + width);
      return node.y1 - offset - width / 2;
    };
    const [ya, yb] = [place(a, "out"), place(b, "in")];
    const low = below + 6 + width / 2;
    below += width + 6;
    const reach = 20 + width;
    const d =
      `M${a.x1},${ya}C${a.x1 + reach},${ya} ${a.x1 + reach},${low} ${a.x1 - 4},${low}` +
      `L${b.x0 + 4},${low}C${b.x0 - reach},${low} ${b.x0 - reach},${yb} ${b.x0},${yb}`;
    const path = svgElement(
      "path",
      { d, fill: "none", stroke: "var(--flow)", "stroke-width": width.toFixed(2), "stroke-opacity": 0.3, class: "sankey-link" },
      svgElement("title", {}, `${a.label} → ${b.label}: ${shareText(value)}`),
    );
    return { path, low: low + width / 2 };
  });
}

const kHalo = { stroke: "var(--card)", "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };

/** Name and share above the node, or right of it in the last column. */
function nodeTexts(node, room, isLast) {
  const share = shareText(node.reach ?? node.value);
  const text = { fill: "var(--ink)", ...kHalo };
  const fits = textWidth(`${node.label} ${share}`, kFontSize, 700) <= kLabelRoom - 14;
  const lines = isLast && fits ? [] : wrap(node.label, isLast ? kLabelRoom - 10 : room).split("\n");
  const x = isLast ? node.x1 + 7 : node.x0;
  const low = isLast ? (node.y0 + node.y1) / 2 + 4 + (kTextLine / 2) * lines.length : node.y0 - 5;
  const name = lines.map((line, i) =>
    svgElement("text", { x, y: low - kTextLine * (lines.length - i) - (isLast ? 0 : 1), ...text }, line),
  );
  const last = lines.length > 0 ? [] : [`${node.label} `];
  return [...name, svgElement("text", { x, y: low, ...text }, [...last, svgElement("tspan", { "font-weight": 700 }, share)])];
}

function nodeMarks(node, room, isLast) {
  const height = Math.max(1, node.y1 - node.y0);
  return svgElement("g", {}, [
    svgElement("title", {}, `${node.label}: ${shareText(node.reach ?? node.value)}`),
    svgElement("rect", { x: node.x0, y: node.y0, width: node.x1 - node.x0, height, rx: 2, fill: kInks[node.kind] }),
    ...nodeTexts(node, room, isLast),
  ]);
}

/** Nodes in the fullest column. */
function mostInColumn(parts) {
  const counts = new Map();
  parts.columns.forEach((column, i) => {
    if (parts.through[i] > 0) counts.set(column, (counts.get(column) || 0) + 1);
  });
  return Math.max(...counts.values());
}

function draw(width, data) {
  const chart = { ...data, nodes: sign(data) };
  const parts = sort(chart);
  if (parts.forward.length === 0) return null;
  const last = Math.max(...parts.columns);
  const whole = Math.max(width, kLeastWidth, last * kLeastColumn + kLabelRoom);
  const room = Math.min(820, Math.max(300, 70 * mostInColumn(parts) + 140));
  const laid = lay(chart, parts, whole, room);
  const loops = loopPaths(parts, laid);
  const columnWidth = (whole - kLabelRoom - kNode) / last;
  const lowest = Math.max(...laid.nodes.map(({ y1 }) => y1), ...loops.map(({ low }) => low));
  const height = Math.ceil(lowest) + 10;
  const marks = laid.nodes.map((node) => nodeMarks(node, columnWidth - 10, node.column === last));
  const svg = svgElement(
    "svg",
    { class: "plot", width: whole, height, viewBox: `0 0 ${whole} ${height}`, "font-size": kFontSize },
    [...loops.map(({ path }) => path), ...laid.links.map(linkPath), ...marks],
  );
  return asImage(svg, "sankey");
}

export const connectSankey = () => keepDrawn("sankey", draw);
