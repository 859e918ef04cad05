// What the browser tests share: a server and a browser for a file of tests, pages that fail on a script error or a request
// to another host, barriers, weight on the wire.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe } from "node:test";
import { chromium } from "playwright-core";
import { serverUrl } from "./server.mjs";

const CHROMIUM = process.env.LIGATURE_CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// A forgotten Chromium must not look like a pass where everything is supposed to be installed.
const skip = !existsSync(CHROMIUM) && !process.env.CI && `no browser at ${CHROMIUM}: run scripts/setup.sh`;

/** A file of tests over one server. `tests({ open, url })`; with `data`, folders of publishers' files, a book is built of them. */
export function site(title, { data } = {}, tests) {
  describe(title, { skip }, () => {
    let browser;
    let server;

    before(async () => {
      server = await serverUrl(data);
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** A fresh page; fails its test on any script error, refused resource or request to another host. */
    async function open(t, path = "", options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce", ...options });
      const page = await context.newPage();
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(error.message));
      page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && wrong.push(message.text()));
      page.on("request", (request) => {
        if (new URL(request.url()).host !== new URL(server.url).host) wrong.push(`request to ${request.url()}`);
      });
      t.after(async () => {
        await context.close();
        assert.deepEqual(wrong, []);
      });
      await page.goto(server.url + path);
      return page;
    }

    tests({ open, url: (path = "") => server.url + path });
  });
}

/** Serious barriers on the page in its present state (axe-core). */
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}

/** How far the page scrolls sideways, in pixels. */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The document's bytes as they came over the wire, without its head. */
export const weight = (page) => page.evaluate(() => performance.getEntriesByType("navigation")[0].encodedBodySize);

export async function assertText(page, selector, pattern) {
  const found = page.locator(selector).first();
  await found.waitFor();
  assert.match(await found.innerText(), pattern);
}
