// The report opens from a file, asks nothing of the network, and its policy holds.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { folder, keep, report, shop, startBrowser, visit } from "./support.mjs";

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const sha256 = (text) => `'sha256-${crypto.createHash("sha256").update(text).digest("base64")}'`;

/** Texts between the tags of an element, which nothing inside may end. */
function inside(html, open, close) {
  return html.split(open).slice(1).map((rest) => rest.slice(0, rest.indexOf(close)));
}

test("opens from a file with every section, without a request or a message", async () => {
  await visit(browser, shop(), {}, async (page) => {
    assert.ok((await page.locator("h1").innerText()).length > 20);
    for (const id of ["tiles", "fixes", "flow", "map", "funnel", "time", "leaving", "emotion", "sankey", "compare", "hangs-on",
      "assumptions", "checks"]) {
      assert.ok(await page.locator(`#${id}`).isVisible(), id);
    }
    const links = await page.locator("header nav a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const link of links) assert.equal(await page.locator(link).count(), 1, link);
    await keep(page, "light");
  });
});

test("every chart is drawn by the script, and has its data as a table", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const charts = await page.locator("figure[data-chart]").all();
    assert.ok(charts.length >= 7);
    for (const chart of charts) {
      const name = await chart.getAttribute("data-chart");
      assert.equal(await chart.locator(".chart-body svg.plot[role=img]").count(), 1, name);
      const question = await chart.locator("h3").innerText();
      assert.equal(await chart.locator("svg.plot").getAttribute("aria-label"), question, name);
      assert.ok((await chart.locator("details table tbody tr").count()) > 0, name);
    }
  });
});

test("the policy names the one script and the one style, and lets in no other", async () => {
  const html = fs.readFileSync(shop(), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
  const scripts = inside(html, "<script>", "</script>");
  const styles = inside(html, "<style>", "</style>");
  assert.equal(scripts.length, 1);
  assert.equal(styles.length, 1);
  assert.ok(policy.startsWith("default-src 'none';"), policy);
  assert.ok(policy.includes(`script-src ${sha256(scripts[0])};`), "hash of the script");
  assert.ok(policy.includes(`style-src ${sha256(styles[0])};`), "hash of the style");
  assert.ok(!policy.includes("unsafe"), policy);
  assert.equal(/\sstyle="/.test(html.split("<script")[0]), false, "style attributes in the page");
  const told = visit(browser, shop(), {}, (page) =>
    page.evaluate(async () => {
      const blocked = [];
      document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.wasRun = true";
      const style = document.createElement("style");
      style.textContent = "h1 { display: none }";
      document.body.append(script, style);
      fetch("https://example.org/").catch(() => {});
      await new Promise((done) => setTimeout(done, 200));
      const isSeen = document.querySelector("h1").offsetHeight > 0;
      throw new Error(JSON.stringify({ blocked: blocked.sort(), wasRun: window.wasRun === true, isSeen }));
    }),
  );
  await assert.rejects(told, (error) => {
    const { blocked, wasRun, isSeen } = JSON.parse(/\{.*\}/.exec(error.message)[0]);
    assert.deepEqual(blocked, ["connect-src", "script-src-elem", "style-src-elem"]);
    assert.equal(wasRun, false);
    assert.equal(isSeen, true);
    return true;
  });
});

test("the report of the shop is under 900 kB and carries the licences of its libraries", () => {
  const html = fs.readFileSync(shop(), "utf8");
  assert.ok(Buffer.byteLength(html) < 900_000, `${Buffer.byteLength(html)} bytes`);
  for (const name of ["@observablehq/plot", "d3-sankey", "d3-array"]) assert.ok(html.includes(`${name} `), name);
  assert.ok(html.includes("Redistributions in binary form"), "text of a licence");
});

/** One long way of 60 touchpoints in two stages. */
function longSpec() {
  const lines = ["journey way", "  currency EUR", "", "source ads", "  share 100%", "  40% -> t1", "  rest -> leave", ""];
  for (let i = 1; i <= 60; ++i) {
    if (i % 30 === 1) lines.push(`stage part-${i}`);
    lines.push(`  touchpoint t${i} "Station ${i}"`, i === 60 ? "    counts as conversion" : "    feels 0 calm");
    lines.push(`    97% -> ${i === 60 ? "done" : `t${i + 1}`}`, "    rest -> leave");
  }
  lines.push("outcome done", "  counts as win", "fix shorter", "  raise t1 -> t2 by 1pp");
  const file = path.join(folder, "way.journey");
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

test("a journey drawn by stages says that its flow does not follow, and where most are lost", async () => {
  await visit(browser, report(longSpec()), {}, async (page) => {
    assert.equal(await page.locator("figure[data-picture=flow]").count(), 0);
    assert.match(await page.locator("#flow figcaption").first().innerText(), /by stages/);
    assert.match(await page.locator(".finding").innerText(), /Most leave as soon as “Ads” has brought them: 60/);
    assert.match(await page.locator("#leaving tbody tr").first().textContent(), /Ads/);
    const value = () => page.locator(".tile[data-tile=conversion] [data-role=value]").innerText();
    const today = await value();
    await page.locator("[data-fix-box]").first().check();
    assert.notEqual(await value(), today);
  });
});

test("other specs, languages and a fixed theme make pages without an error", async () => {
  for (const [spec, ...options] of [
    ["specs/saas.journey"],
    ["specs/program-ksiegowy.journey", "--lang", "pl"],
    ["specs/neirong-pingtai.journey", "--lang", "zh-Hant"],
    ["specs/shop.journey", "--theme", "dark"],
  ]) {
    await visit(browser, report(spec, ...options), {}, async (page) => {
      assert.ok((await page.locator("h1").innerText()).length > 5, spec);
      for (const body of await page.locator(".chart-body").all()) {
        assert.equal(await body.locator("svg").count(), 1, `${spec}: ${await body.innerText()}`);
      }
      await keep(page, `spec-${spec.split("/")[1]}${options.join("")}`);
    });
  }
});
