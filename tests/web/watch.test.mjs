// `cairn watch`: the page follows its file, shows mistakes beside the last good report, and recovers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";

import { folder, kAxe, kProgram, kSource, startBrowser } from "./support.mjs";

const kSlowest = 60_000; // a whole report on a busy machine
let browser;
let server;
let address;
const spec = path.join(folder, "bakery.journey");
const text = (share) => `journey bakery "Bakery ${share}"
  entrants 400 per week
source street
  -> window
touchpoint window
  ${share}% -> counter
  rest -> leave
outcome counter
  counts as win
`;

before(async () => {
  browser = await startBrowser();
  fs.writeFileSync(spec, text(40));
  server = spawn(kProgram, ["watch", spec, "--port", "0", "--worlds", "20"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  for await (const chunk of server.stderr) {
    said += chunk;
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
    if (!found) continue;
    address = found[0];
    break;
  }
  server.stderr.resume?.();
});
after(async () => {
  await browser?.close();
  if (!server || server.exitCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
});

const state = (page, kind) => page.locator(`#state[data-state="${kind}"]`).waitFor({ timeout: kSlowest });
const heading = (page) => page.frameLocator("#report").locator(".brand");
const shows = (page, words) => heading(page).filter({ hasText: words }).waitFor({ timeout: kSlowest });

test("the page follows an edit, shows a mistake over the last good report, and recovers", async () => {
  const page = await browser.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => troubles.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  await state(page, "good");
  await shows(page, "Bakery 40");

  fs.writeFileSync(spec, text(55));
  await shows(page, "Bakery 55");
  await state(page, "good");

  fs.writeFileSync(spec, text(70).replace("-> counter", "-> conter"));
  await state(page, "errors");
  assert.match(await page.locator("#text").innerText(), /bakery\.journey:6:.*E201/s);
  assert.match(await heading(page).innerText(), /Bakery 55/);
  await page.addScriptTag({ path: kAxe }).catch(() => {}); // the policy lets no script in
  assert.equal(await page.evaluate(() => typeof window.axe), "undefined");

  // As editors do: a new file in the place of the old one.
  fs.writeFileSync(`${spec}.new`, text(80));
  fs.renameSync(`${spec}.new`, spec);
  await shows(page, "Bakery 80");
  await state(page, "good");
  assert.equal(await page.locator("#messages").isVisible(), false);
  assert.deepEqual(troubles.filter((one) => !/Content Security Policy/.test(one)), []);
  await page.close();
});

test("the page of a newer text keeps the place and what was ticked", async () => {
  const page = await browser.newPage({ viewport: { width: 1000, height: 500 } });
  await page.goto(address);
  await state(page, "good");
  await page.frameLocator("#report").locator("#checks").evaluate((one) => one.scrollIntoView());
  const before = await page.frame({ url: /report/ }).evaluate(() => window.scrollY);
  assert.ok(before > 0);
  fs.writeFileSync(spec, text(60));
  await shows(page, "Bakery 60");
  await state(page, "good");
  // The page that is not yet whole gives way to the whole one.
  const isBack = async () => {
    const now = await page.frames().at(-1).evaluate(() => window.scrollY).catch(() => -1);
    return Math.abs(now - before) < 200;
  };
  const deadline = Date.now() + kSlowest;
  while (!(await isBack()) && Date.now() < deadline) await page.waitForTimeout(50);
  assert.ok(await isBack());
  await page.close();
});

test("who asks under another name, or for anything else, gets nothing", async () => {
  const ask = (options) => new Promise((done) => {
    http.get(address, options, (answer) => { answer.resume(); done(answer); });
  });
  assert.equal((await ask({ headers: { host: "evil.example" } })).statusCode, 403);
  assert.equal((await ask({ path: "/../../etc/passwd" })).statusCode >= 400, true);
  const answer = await ask({});
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers["access-control-allow-origin"], undefined);
  assert.ok(answer.headers["content-security-policy"].startsWith("default-src 'none'"));
});

test("the end of the program is said on the page", async () => {
  const page = await browser.newPage();
  await page.goto(address);
  await state(page, "good");
  const gone = once(server, "exit");
  server.kill("SIGINT");
  const [code] = await gone;
  assert.equal(code, 0);
  await state(page, "gone");
  await page.close();
});
