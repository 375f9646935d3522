// From entry to outcome: columns in file order by d3-sankey; ways back run below as loops.
import { sankey, sankeyLinkHorizontal } from "d3-sankey";

import { asImage, keepDrawn, kFontSize, shorten, textWidth } from "../chart.js";
import { shareText } from "../data.js";
import { svgElement } from "../dom.js";

const kLeastWidth = 760; // narrower screens scroll
const kNode = 12;
const kLabelRoom = 170;
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

/** Forward links for d3-sankey, loops for us, and how much goes through each node. */
function sort(chart) {
  const places = new Map(chart.nodes.map(({ id }, i) => [id, i]));
  const known = chart.links
    .map(({ from, to, value }) => ({ from: places.get(from), to: places.get(to), value }))
    .filter(({ from, to, value }) => from !== undefined && to !== undefined && value >= kLeast)
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
    .nodePadding(18)
    .nodeAlign(({ column }) => column)
    .nodeSort(null)
    .extent([[2, 8], [width - kLabelRoom, height - 8]]);
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

/** Loops leave the lower end of a node and come back into the lower end of an earlier one. */
function loopPaths(parts, laid, height) {
  const used = new Map();
  const scale = laid.nodes[0] ? (laid.nodes[0].y1 - laid.nodes[0].y0) / laid.nodes[0].value : 0;
  return parts.loops.map(({ from, to, value }, i) => {
    const [a, b] = [laid.nodeAt(from), laid.nodeAt(to)];
    const width = Math.max(1.2, value * scale);
    const place = (node, side) => {
      const key = `${node.id} ${side}`;
      const offset = used.get(key) || 0;
      used.set(key, offset + width);
      return node.y1 - offset - width / 2;
    };
    const [ya, yb] = [place(a, "out"), place(b, "in")];
    const low = Math.min(height - 4, Math.max(a.y1, b.y1) + 16 + 7 * (i % 4));
    const reach = 16 + width / 2;
    const d =
      `M${a.x1},${ya}C${a.x1 + reach * 1.6},${ya} ${a.x1 + reach * 1.6},${low} ${a.x1 - 4},${low}` +
      `L${b.x0 + 4},${low}C${b.x0 - reach * 1.6},${low} ${b.x0 - reach * 1.6},${yb} ${b.x0},${yb}`;
    return svgElement(
      "path",
      { d, fill: "none", stroke: "var(--flow)", "stroke-width": width.toFixed(2), "stroke-opacity": 0.3, class: "sankey-link" },
      svgElement("title", {}, `${a.label} → ${b.label}: ${shareText(value)}`),
    );
  });
}

function nodeMarks(node) {
  const y = (node.y0 + node.y1) / 2;
  const share = shareText(node.value);
  const room = kLabelRoom - 14 - textWidth(share, kFontSize, 700) - 6;
  const label = shorten(node.label, node.kind === "touchpoint" || node.kind === "source" ? Math.min(room, 120) : room);
  const halo = { stroke: "var(--card)", "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };
  return svgElement("g", {}, [
    svgElement("title", {}, `${node.label}: ${share}`),
    svgElement("rect", {
      x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(1, node.y1 - node.y0), rx: 2, fill: kInks[node.kind],
    }),
    svgElement("text", { x: node.x1 + 7, y, dy: "0.35em", fill: "var(--ink)", ...halo }, [
      label,
      svgElement("tspan", { dx: 6, "font-weight": 700 }, share),
    ]),
  ]);
}

function draw(width, chart) {
  const whole = Math.max(width, kLeastWidth);
  const parts = sort(chart);
  if (parts.forward.length === 0) return null;
  const tallest = new Map();
  parts.columns.forEach((column, i) => parts.through[i] > 0 && tallest.set(column, (tallest.get(column) || 0) + 1));
  const loopRoom = parts.loops.length > 0 ? 44 : 0;
  const height = Math.min(760, Math.max(340, 44 * Math.max(...tallest.values()) + 120)) + loopRoom;
  const laid = lay(chart, parts, whole, height - loopRoom);
  const svg = svgElement(
    "svg",
    { class: "plot", width: whole, height, viewBox: `0 0 ${whole} ${height}`, "font-size": kFontSize, "font-family": "inherit" },
    [...loopPaths(parts, laid, height), ...laid.links.map(linkPath), ...laid.nodes.map(nodeMarks)],
  );
  return asImage(svg, "sankey");
}

export const connectSankey = () => keepDrawn("sankey", draw);
