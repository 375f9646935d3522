// node bundle.cjs PACKAGES OUT.cpp: bundles src/main.js and src/page.css and writes them, with the
// licences of what is in the bundle, as one C++ source.
const fs = require("node:fs");
const path = require("node:path");

const [packages, out] = process.argv.slice(2);
const modules = path.join(packages, "node_modules");
const esbuild = require(require.resolve("esbuild", { paths: [packages] }));
const src = path.join(__dirname, "src");

const common = { bundle: true, minify: true, write: false, logLevel: "warning", nodePaths: [modules] };

function build(options) {
  try {
    return esbuild.buildSync({ ...common, ...options });
  } catch {
    process.exit(1); // esbuild has said why
  }
}

const script = build({
  entryPoints: [path.join(src, "main.js")],
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "none", // all licences follow below
  metafile: true,
});
const style = build({
  entryPoints: [path.join(src, "page.css")],
  target: ["chrome105", "firefox104", "safari15.4"],
  charset: "utf8",
});

/** The folder of the package that a file of the bundle belongs to, or null. */
function packageOf(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.resolve(file));
  return match && match[1];
}

/** Packages under the same licence text are named together. */
function licences(inputs) {
  const byText = new Map();
  for (const folder of [...new Set(inputs.map(packageOf))].filter(Boolean).sort()) {
    const { name, version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} has no licence file`);
    const text = fs.readFileSync(path.join(folder, file), "utf8").replace(/\r/g, "").trim();
    byText.set(text, [...(byText.get(text) || []), `${name} ${version}`]);
  }
  if (byText.size === 0) throw new Error(`no package of ${packages} is in the bundle`);
  return [...byText].map(([text, names]) => `${names.join(", ")}:\n\n${text}\n`).join("\n\n");
}

/** Bytes as the text of C++ string literals. */
function literal(text) {
  const lines = [];
  let line = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const char = String.fromCharCode(byte);
    if (byte === 10) line += "\\n";
    else if (char === '"' || char === "\\" || char === "?") line += "\\" + char; // ?: trigraphs
    else if (byte < 32 || byte > 126) line += "\\" + byte.toString(8).padStart(3, "0");
    else line += char;
    if (line.length > 4000) {
      lines.push(`"${line}"`);
      line = "";
    }
  }
  lines.push(`"${line}"`);
  return lines.join("\n");
}

const credits = licences(Object.keys(script.metafile.inputs));
const texts = {
  page_script: script.outputFiles[0].text + `/*\n${credits.replace(/\*\//g, "* /")}*/\n`,
  page_style: style.outputFiles[0].text,
  page_licences: credits,
};
let cpp = '// Made by render/page/web/bundle.cjs.\n#include "render/page/web_assets.h"\n\nnamespace cairn {\n';
for (const [name, text] of Object.entries(texts)) {
  if (/<\/(script|style)|<!--|<script/i.test(text)) throw new Error(`${name} would end its element`);
  const bytes = Buffer.byteLength(text);
  cpp += `\nstd::string_view ${name}() {\n  return {\n${literal(text)},\n      ${bytes}};\n}\n`;
}
fs.writeFileSync(out, cpp + "\n}  // namespace cairn\n");
