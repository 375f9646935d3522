// Names that try to be markup, script or layout appear as text.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { cutTexts, folder, keep, report, settle, startBrowser, visit } from "./support.mjs";

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const kScript = "<script>window.wasRun=1</script><img src=x onerror=window.wasRun=1>";
const kQuotes = "O'Neil & “Söhne” \\n ' onclick='x </title></style> {{lead}} &amp; $&";
const kRight = "\u202eturned\u202c \u2066isolated\u2069 \u05e9\u05dc\u05d5\u05dd";
const kLong = "Endless".repeat(43).slice(0, 300);

/** The shop with hostile labels in every place where a name can stand. */
function hostileSpec() {
  const text = `journey hostile "${kScript}"
  currency EUR
  entrants 1 000 per month
  horizon 6 months

persona one "${kScript}"
  share 60%

persona two "${kRight}"
  share rest

source ads "${kQuotes}"
  share 100%
  channel web
  costs 0.2 EUR
  -> shop

stage first "${kLong}"
  touchpoint shop "${kScript}"
    feels 0 "fine"
    pain worst "${kScript}" severity 4 causes 40% of exits
    20% to 30% -> pay
    rest -> leave

stage second "${kQuotes}"
  touchpoint pay "${kLong}"
    thinks "${kScript}"
    feels -1 sad
    pain long "${kLong}" severity 3 causes 50% of exits
    50% to 60% -> bought
    rest -> leave

  touchpoint bought "${kRight}"
    counts as conversion
    feels +2 glad
    earns 40 EUR
    -> done

outcome done "${kScript}"
  counts as win

fix better "${kScript}"
  remove 50% of worst
  costs 100 EUR once

fix longer "${kLong}"
  remove 20% to 60% of long
  costs 100 EUR once

scenario both "${kQuotes}"
  includes better
  includes longer
`;
  const file = path.join(folder, "hostile.journey");
  fs.writeFileSync(file, text);
  return file;
}

test("scripts in names never run; names are seen as they are written", async () => {
  const file = report(hostileSpec());
  await visit(browser, file, {}, async (page) => {
    assert.equal(await page.evaluate(() => window.wasRun), undefined);
    assert.equal(await page.locator("script").count(), 2);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator(".brand").innerText(), kScript);
    assert.ok((await page.title()).includes("<script>"));
    const labels = await page.locator("#fixes .fix-name").allInnerTexts();
    assert.ok(labels.includes(kScript), labels.join("\n"));
    assert.ok(labels.some((label) => label.includes("O'Neil & “Söhne”") && label.includes("</title></style> {{lead}} &amp;")));
    for (const box of await page.locator("[data-fix-box]").all()) await box.click();
    await settle(page);
    assert.ok((await page.locator(".choice-line").innerText()).includes("<script>"));
    assert.equal(await page.evaluate(() => window.wasRun), undefined);
    await keep(page, "hostile");
  });
});

test("marks that turn the direction of text are taken out", async () => {
  const html = fs.readFileSync(report(hostileSpec()), "utf8").split("<script>")[0];
  assert.equal(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(html), false);
  assert.equal(/\\u20(2[a-e]|6[6-9])/i.test(html), false);
  assert.ok(html.includes("turned"));
  assert.ok(html.includes("\u05e9\u05dc\u05d5\u05dd"));
});

test("names of 300 characters break no layout, wide and on a phone", async () => {
  const file = report(hostileSpec());
  for (const width of [1400, 400]) {
    await visit(browser, file, { viewport: { width, height: 900 } }, async (page) => {
      for (const box of await page.locator("[data-fix-box]").all()) await box.click();
      await page.evaluate(() => document.querySelector("#flow").scrollIntoView());
      await settle(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const bar = await page.locator(".choice-bar").boundingBox();
      assert.ok(bar.height < 220, `${bar.height} px`);
      assert.deepEqual(await cutTexts(page), [], `${width} px`);
      await keep(page, `hostile-${width}`);
    });
  }
});
