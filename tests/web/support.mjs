// What the tests share: reports made by the program, pages that fail a test on any error they log.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const environment = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by ctest --preset release -R web_`);
  return value;
};

export const kProgram = environment("CAIRN_PROGRAM");
export const kSource = environment("CAIRN_SOURCE_DIR");
const require = createRequire(path.join(environment("CAIRN_WEB_PACKAGES"), "package.json"));
const { chromium } = require("playwright-core");
export const kAxe = require.resolve("axe-core");

const kBrowser = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((file) => fs.existsSync(file));

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cairn-web-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

export function cairn(...options) {
  return execFileSync(kProgram, options, {
    cwd: kSource, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Writes the report of a spec and returns its path. */
export function report(spec, ...options) {
  const file = path.join(folder, `${path.basename(spec, ".journey")}${options.join("")}.html`);
  if (!fs.existsSync(file)) cairn("report", spec, "-o", file, ...options);
  return file;
}

export const shop = () => report("specs/shop.journey");

export function startBrowser() {
  if (!kBrowser) throw new Error("These tests need Chromium. ./dev setup installs it; by hand: apt-get install chromium");
  return chromium.launch({ executablePath: kBrowser, args: ["--no-sandbox"] });
}

/** Opens a file, hands the page to `use`, and fails on requests, errors and messages. */
export async function visit(browser, file, options, use) {
  const { hash = "", ...context } = options;
  const opened = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...context });
  const page = await opened.newPage();
  const url = pathToFileURL(file).href;
  const troubles = [];
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) troubles.push(`request: ${request.url()}`);
  });
  page.on("console", (message) => troubles.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  try {
    await page.goto(url + hash);
    const hasScripts = context.javaScriptEnabled !== false;
    if (hasScripts) await settle(page);
    const result = await use(page);
    if (hasScripts) await settle(page);
    if (troubles.length > 0) throw new Error(troubles.join("\n"));
    return result;
  } finally {
    await opened.close();
  }
}

/** Two frames: what follows a change has been drawn. */
export async function settle(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
}

/** Keeps a picture where CAIRN_WEB_SHOTS says, to be looked at. */
export async function keep(page, name) {
  const shots = process.env.CAIRN_WEB_SHOTS;
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}

/** Texts of the page that are cut, run out of the screen, or out of their picture. What is wider than any
    phone (flow, map, the way from entry to outcome) may be scrolled to. */
export async function cutTexts(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isSeen = (node) => node.checkVisibility() && !node.closest(".picture, #sankey, header, .stack thead, .choice-bar");
    const cut = [];
    for (const text of document.querySelectorAll(".chart-body svg text")) {
      if (!isSeen(text) || text.textContent === "") continue;
      const [box, frame] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
      const isInside =
        box.left >= frame.left - 1 && box.right <= Math.min(width, frame.right) + 1 && box.top >= frame.top - 2 && box.bottom <= frame.bottom + 2;
      if (!isInside) cut.push(`${text.closest("figure").dataset.chart}: ${text.textContent}`);
    }
    for (const node of document.querySelectorAll("h1, h2, h3, p, td, th, li, small, button, summary, .tile-value, .tile-range, .verdict")) {
      if (!isSeen(node)) continue;
      const box = node.getBoundingClientRect();
      const isWhole = box.left >= -1 && box.right <= width + 1 && node.scrollWidth <= node.clientWidth + 1;
      if (!isWhole && node.clientWidth > 0) cut.push(`${node.tagName}: ${node.textContent.slice(0, 60)}`);
      else if (box.right > width + 1) cut.push(`${node.tagName}: ${node.textContent.slice(0, 60)}`);
    }
    return cut;
  });
}
