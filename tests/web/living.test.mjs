// Ticking fixes: every number the page then shows is the one that the program prints.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { cairn, keep, settle, shop, startBrowser, visit } from "./support.mjs";

const kFixes = ["guest-checkout", "early-shipping-cost", "cart-reminder"];

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("cairn-data").textContent));

async function tick(page, fixes) {
  for (const fix of kFixes) {
    const box = page.locator(`[data-fix-box="${fix}"]`);
    if ((await box.isChecked()) !== fixes.includes(fix)) await box.click();
  }
  await settle(page);
}

const tileValue = async (page, tile) =>
  Number(await page.locator(`.tile[data-tile="${tile}"] [data-role=value]`).getAttribute("data-value"));
const tileText = (page, tile, role) => page.locator(`.tile[data-tile="${tile}"] [data-role=${role}]`).innerText();
const shown = (page, name, part) => page.locator(`[id="flow-${name}"] [data-part="${part}"]`).textContent();

/** As pictures round shares. */
const share = (value) => (value >= 0.0995 ? `${(100 * value).toFixed(0)}%` : `${(100 * value).toFixed(1)}%`);

/** What `cairn compare --json` says of these fixes together, in as many worlds as the report. */
function compared(fixes, worlds) {
  const options = ["--json", "--worlds", String(worlds), "--fix", fixes.join(",")];
  const { results, alternatives } = JSON.parse(cairn("compare", "specs/shop.journey", ...options));
  const name = fixes.length > 0 ? fixes.join(" + ") : null;
  return {
    figure: (metric) => results.find((row) => row.metric === metric && row.for === null && row.in === name),
    place: (id) => alternatives.find((row) => row.name === name).places.find(({ place }) => place === id),
  };
}

/** All sets of the fixes. */
const kSets = [1, 2, 3, 4, 5, 6, 7].map((mask) => kFixes.filter((_, i) => mask & (1 << i)));

test("ticking fixes gives the numbers of cairn compare --json, for every set of them", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const { worlds } = (await dataOf(page)).combinations;
    for (const fixes of kSets) {
      await tick(page, fixes);
      const expected = compared(fixes, worlds);
      for (const [tile, metric] of [["conversion", "conversion"], ["profit", "profit per entrant"]]) {
        const { value, low, high, change } = expected.figure(metric);
        const told = `${tile} with ${fixes.join(" + ")}`;
        assert.ok(Math.abs((await tileValue(page, tile)) / value - 1) < 1e-9, told);
        const digits = tile === "conversion" ? (each) => (100 * each).toFixed(2) : (each) => each.toPrecision(3);
        assert.ok((await tileText(page, tile, "value")).includes(digits(value)), told);
        const range = await tileText(page, tile, "range");
        assert.ok(range.includes(digits(low)) && range.includes(digits(high)), `${told}: ${range}`);
        const changed = await tileText(page, tile, "change");
        assert.ok(changed.startsWith(`+${digits(change.value)}`), `${told}: ${changed}`);
        assert.ok(changed.includes(digits(change.low)) && changed.includes(digits(change.high)), `${told}: ${changed}`);
      }
      // Shares in the picture travel with five decimals: a rounding edge may fall to the other side.
      for (const id of ["cart", "checkout", "order", "reminder-email"]) {
        const { reach, lost } = expected.place(id);
        if (reach < 0.0005) continue;
        const near = [reach - 1e-5, reach, reach + 1e-5].map(share);
        const text = await shown(page, id, "reach");
        assert.ok(near.includes(text.split(" ")[0]), `${id}: ${text}, not ${near[1]}`);
        assert.ok(lost >= 0);
      }
    }
    await keep(page, "living");
  });
});

test("unticking brings back exactly the picture and the numbers of today", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const state = () =>
      page.evaluate(() => ["#tiles", "#flow .tabs", "#funnel .chart-body", "#compare .chart-body", "#fixes tbody"].map(
        (part) => document.querySelector(part).innerHTML.replace(/plot-[\w-]+| class=""/g, ""),
      ));
    const before = await state();
    await tick(page, ["guest-checkout", "cart-reminder"]);
    const between = await state();
    between.forEach((html, i) => assert.notEqual(html, before[i]));
    await tick(page, []);
    (await state()).forEach((html, i) => assert.equal(html, before[i]));
  });
});

test("the flow follows: thicker lines, new cards, shares of those who go on", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const { flow, masks } = (await dataOf(page)).combinations;
    const line = page.locator('[id="flow-checkout__order"]');
    const width = async () => Number(await line.locator("[data-part=line]").getAttribute("stroke-width"));
    const thin = await width();
    const reminder = page.locator('[id="flow-reminder-email"]');
    assert.equal(await reminder.isVisible(), false);
    await tick(page, ["guest-checkout"]);
    assert.ok((await width()) > thin + 0.2);
    assert.match(await line.getAttribute("class"), /is-more/);
    const k = masks.indexOf(1);
    const at = flow.lines.indexOf("checkout__order");
    const visits = flow.visits[k][flow.places.indexOf("checkout")];
    const label = await page.locator('[id="flow-checkout__order__share"] [data-part=share]').textContent();
    assert.equal(label, share(flow.volume[k][at] / visits));
    assert.equal(await page.locator("#flow .tabs > label").first().innerText(), "With Guest checkout".replace("Guest checkout",
      (await dataOf(page)).fixes[0].label));
    await tick(page, ["cart-reminder"]);
    assert.equal(await reminder.isVisible(), true);
  });
});

test("the funnel follows with a difference at the step that changes", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const texts = () => page.locator("#funnel svg.plot text").allTextContents();
    assert.ok((await texts()).every((text) => !text.includes("pp")));
    await tick(page, ["guest-checkout"]);
    const { funnel, masks } = (await dataOf(page)).combinations;
    const k = masks.indexOf(1);
    const changes = (await texts()).filter((text) => text.endsWith("pp"));
    const expected = funnel.values[k].flatMap((steps, g) =>
      steps.map((value, s) => Math.round((value - funnel.values[0][g][s]) / 100) / 10).filter((points) => points !== 0),
    );
    const numbers = changes.map((text) => Number(text.replace("−", "-").replace("pp", "")));
    assert.ok(changes.length > 0);
    assert.equal(changes.length, expected.length);
    for (const points of expected) assert.ok(numbers.some((each) => Math.abs(each - points) < 0.051), String(points));
  });
});

test("a scenario's button ticks its fixes, and the row says so", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const row = page.locator('[data-scenario="spring-release"]');
    await row.locator("button").click();
    assert.equal(await row.locator("button").getAttribute("aria-pressed"), "true");
    for (const [i, fix] of kFixes.entries()) {
      assert.equal(await page.locator(`[data-fix-box="${fix}"]`).isChecked(), i < 2, fix);
    }
    await row.locator("button").click();
    assert.equal(await page.locator("[data-fix-box]:checked").count(), 0);
  });
});

test("a link carries the choice, and what is shown stays in sight", async () => {
  const hash = "#fixes=guest-checkout+early-shipping-cost";
  await visit(browser, shop(), { hash }, async (page) => {
    assert.equal(await page.locator("[data-fix-box]:checked").count(), 2);
    const name = await page.locator(".choice-line strong").innerText();
    for (const fix of (await dataOf(page)).fixes.slice(0, 2)) assert.ok(name.includes(fix.label), name);
    await tick(page, ["cart-reminder"]);
    assert.ok(page.url().endsWith("#fixes=cart-reminder"));
    assert.equal(await page.locator(".choice-bar.shown").count(), 0);
    await page.evaluate(() => document.querySelector("#funnel").scrollIntoView());
    await page.locator(".choice-bar.shown").waitFor();
    assert.ok((await page.locator(".choice-bar").innerText()).includes(await tileText(page, "conversion", "value")));
    await page.locator(".choice-bar button").click();
    assert.equal(await page.locator("[data-fix-box]:checked").count(), 0);
    assert.ok(!page.url().includes("fixes="));
  });
});

test("pointing at a card dims what has nothing to do with it", async () => {
  await visit(browser, shop(), { reducedMotion: "reduce" }, async (page) => {
    const opacity = (id) => page.evaluate((name) => getComputedStyle(document.getElementById(name)).opacity, id);
    await page.locator('[id="flow-cart"]').hover();
    await settle(page);
    assert.equal(await opacity("flow-cart"), "1");
    assert.equal(await opacity("flow-cart__checkout"), "1");
    assert.equal(await opacity("flow-checkout"), "1");
    assert.ok(Number(await opacity("flow-style-guide")) < 0.5);
    await page.locator("h1").hover();
    assert.equal(await opacity("flow-style-guide"), "1");
  });
});
