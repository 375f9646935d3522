// Who reads the page, and how: dark, on paper, on a phone, by keyboard, by ear, without scripts.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";

import { cutTexts, kAxe, keep, report, shop, startBrowser, visit } from "./support.mjs";

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

/** 0 for black, 1 for white, of a colour as the browser computes it. */
const lightness = (colour) => {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
};

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const axisInk = (page) =>
  page.evaluate(() => getComputedStyle(document.querySelector("#flow g.card text")).fill);

test("dark with the reader's screen, and by the button", async () => {
  await visit(browser, shop(), { colorScheme: "dark" }, async (page) => {
    assert.ok(lightness(await ground(page)) < 0.15);
    assert.ok(lightness(await axisInk(page)) > 0.5, "pictures turn dark as well");
    await keep(page, "dark");
    const button = page.locator("button[data-action=theme]");
    await button.click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
    assert.ok(lightness(await ground(page)) > 0.9);
    assert.ok(lightness(await axisInk(page)) < 0.5);
    await button.click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    assert.ok(lightness(await ground(page)) < 0.15);
  });
});

test("print is light on dark screens too, shows all panels, and drops what cannot be pressed", async () => {
  await visit(browser, report("specs/shop.journey", "--theme", "dark"), { colorScheme: "dark" }, async (page) => {
    assert.ok(lightness(await ground(page)) < 0.15);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.ok(lightness(await axisInk(page)) < 0.5);
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    assert.ok(lightness(ink) < 0.3, ink);
    for (const panel of await page.locator(".panel").all()) assert.ok(await panel.isVisible());
    for (const button of await page.locator("button").all()) assert.equal(await button.isVisible(), false);
    assert.equal(await page.locator("header.bar").isVisible(), false);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.ok(pages >= 4 && pages <= 20, `${pages} pages`);
    const [, , width, height] = /\/MediaBox\s*\[([\d.\s]+)\]/.exec(pdf.toString("latin1"))[1].trim().split(/\s+/).map(Number);
    assert.ok(Math.abs(width - 842) < 2 && Math.abs(height - 595) < 2, `A4 across: ${width} × ${height}`);
  });
});

test("at 400 px nothing makes the page scroll sideways", async () => {
  for (const options of [[], ["--lang", "pl"], ["--lang", "zh-Hant"]]) {
    const phone = { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true };
    await visit(browser, report("specs/shop.journey", ...options), phone, async (page) => {
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(await width(), 400);
      await page.locator("[data-fix-box]").first().tap();
      await page.evaluate(() => document.querySelector("#flow").scrollIntoView());
      assert.equal(await width(), 400);
      for (const summary of await page.locator("details > summary").all()) await summary.tap();
      assert.equal(await width(), 400);
      assert.deepEqual(await cutTexts(page), [], options.join(" "));
      await keep(page, `phone${options.join("")}`);
    });
  }
});

test("on a phone the verdict of a fix stands below its name", async () => {
  const phone = { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true };
  await visit(browser, shop(), phone, async (page) => {
    for (const row of await page.locator("#fixes tbody tr").all()) {
      const name = await row.locator("td").first().boundingBox();
      const verdict = await row.locator(".verdict").boundingBox();
      assert.ok(verdict.x >= 0 && verdict.x + verdict.width <= 400);
      assert.ok(verdict.y - (name.y + name.height) < 30, "nothing stands between them");
    }
  });
});

test("the bar names every part of the page at any width, in every language", async () => {
  for (const options of [[], ["--lang", "pl"], ["--lang", "zh-Hant"]]) {
    for (const width of [1024, 1400]) {
      await visit(browser, report("specs/shop.journey", ...options), { viewport: { width, height: 900 } }, async (page) => {
        const bar = await page.locator("header.bar").boundingBox();
        assert.ok(bar.height < 110, `${bar.height} px`);
        const right = (await page.locator("header nav").boundingBox()).x + (await page.locator("header nav").boundingBox()).width;
        for (const link of await page.locator("header nav a").all()) {
          const box = await link.boundingBox();
          assert.ok(box.x + box.width <= right + 1 && box.y + box.height <= bar.y + bar.height, `${width}: ${await link.innerText()}`);
        }
      });
    }
  }
});

test("with the keyboard alone: to the boxes, Space, tabs by arrows, the flow card by card", async () => {
  await visit(browser, shop(), {}, async (page) => {
    const focused = (what) => page.evaluate((selector) => document.activeElement.matches(selector), what);
    const tabTo = async (selector) => {
      for (let i = 0; i < 80 && !(await focused(selector)); ++i) await page.keyboard.press("Tab");
      assert.ok(await focused(selector), selector);
    };
    const value = () => page.locator(".tile[data-tile=conversion] [data-role=value]").innerText();
    const today = await value();
    await tabTo("[data-fix-box]");
    await page.keyboard.press("Space");
    assert.notEqual(await value(), today);
    await page.keyboard.press("Space");
    assert.equal(await value(), today);
    await tabTo("#flow .tabs > input");
    const panels = page.locator("#flow .tabs > .panel");
    assert.ok(await panels.nth(0).isVisible());
    await page.keyboard.press("ArrowRight");
    assert.ok(await panels.nth(1).isVisible());
    assert.equal(await panels.nth(0).isVisible(), false);
    await page.keyboard.press("ArrowLeft");
    await tabTo("#flow .panel .scroll");
    await page.keyboard.press("ArrowRight");
    assert.ok((await page.locator("#flow svg.dimmed .lit").count()) > 1);
    assert.ok((await page.locator("#flow .said").first().innerText()).includes("%"));
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#flow svg.dimmed").count(), 0);
  });
});

test("axe-core finds nothing serious, light and dark, with fixes ticked", async () => {
  const axe = fs.readFileSync(kAxe, "utf8");
  for (const colorScheme of ["light", "dark"]) {
    // The page's policy would keep axe out.
    await visit(browser, shop(), { colorScheme, bypassCSP: true, reducedMotion: "reduce" }, async (page) => {
      await page.locator("[data-fix-box]").first().check();
      for (const summary of await page.locator("details > summary").all()) await summary.click();
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => window.axe.run());
      assert.ok(passes.length > 20);
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + "\n" + node.failureSummary).join("\n")}`);
      assert.deepEqual(told, [], colorScheme);
    });
  }
});

test("without scripts everything can be read, and nothing waits to be pressed", async () => {
  await visit(browser, shop(), { javaScriptEnabled: false }, async (page) => {
    await keep(page, "no-scripts");
    for (const button of await page.locator("button, [data-fix-box]").all()) assert.equal(await button.isVisible(), false);
    for (const tile of await page.locator(".tile [data-role=value]").all()) assert.ok((await tile.innerText()) !== "");
    assert.ok((await page.locator("#fixes tbody tr").count()) > 0);
    assert.ok(await page.locator("#flow svg").first().isVisible());
    for (const chart of await page.locator("figure[data-chart]").all()) {
      const picture = chart.locator(".chart-body svg");
      const isDrawn = (await picture.count()) > 0 && (await picture.isVisible());
      assert.ok(isDrawn || (await chart.locator("table").isVisible()), await chart.getAttribute("data-chart"));
    }
    const tabs = page.locator("#flow .tabs");
    await tabs.locator("> label").nth(1).click();
    assert.ok(await tabs.locator("> .panel").nth(1).isVisible());
  });
});
