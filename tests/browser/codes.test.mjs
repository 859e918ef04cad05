// The pages of the code sets in a real browser, over a small book of the files in tests/publishers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertText, sideways, site, violations, weight } from "./harness.mjs";

const data = ["tests/publishers/2025", "tests/publishers/2026"];

/** One page of every kind. */
const PAGES = [
  "claims",
  "search", "search?q=ileus", "search?q=ileus&system=icd10cm&billable=1", "search?q=nothingofthekind",
  "codes/icd10cm/K56.0", "codes/icd10cm/K56", "codes/icd10cm/S36.430", "codes/cpt/44120", "codes/icd10pcs/0DTA0ZZ",
  "browse", "browse/icd10cm", "browse/icd10cm/K56", "browse/icd10pcs/0DB", "browse/cpt",
  "releases", "diff/icd10cm", "diff/cpt", "diff/icd10pcs",
  "codes/cpt/44120/pairs", "codes/cpt/44120/pairs?other=44005", "codes", "tools", "tools/check", "audit",
  "compare", "compare?system=icd10cm&a=K56.0&b=K56.2", "compare?a=44120&b=44125", "compare?a=44120&b=Q99.9",
];

site("the pages of the code sets in a browser", { data }, ({ open, url }) => {
  const box = (page) => page.getByRole("combobox", { name: "Look up a code" });

  async function type(page, words) {
    await box(page).pressSequentially(words, { delay: 20 });
    await page.waitForSelector("#lookup-list [role=option]");
  }
  const pointed = (page) => page.locator("#lookup-list [aria-selected=true]");

  test("codes are offered while a word is typed, and chosen by keys alone", async (t) => {
    const page = await open(t);
    await box(page).focus();
    await type(page, "volvu");
    assert.equal(await box(page).getAttribute("aria-expanded"), "true");
    assert.equal(await pointed(page).count(), 0, "nothing is chosen yet");
    await page.keyboard.press("ArrowDown");
    assert.equal(await pointed(page).count(), 1);
    assert.equal(await box(page).getAttribute("aria-activedescendant"), await pointed(page).getAttribute("id"));
    await page.keyboard.press("ArrowUp");
    assert.equal(await pointed(page).count(), 0, "back in the box");
    await page.keyboard.press("ArrowUp");
    assert.equal(await pointed(page).count(), 1, "round to the last");
    assert.deepEqual(await violations(page), [], "with the list open");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#lookup-list").count(), 0);
    assert.equal(await box(page).inputValue(), "volvu", "what was typed stays");
    await page.keyboard.press("ArrowDown");
    await page.waitForSelector("#lookup-list [data-go$='/K56.2']");
    while (!(await pointed(page).count()) || !(await pointed(page).getAttribute("data-go"))?.endsWith("/K56.2")) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/codes/icd10cm/K56.2");
  });

  test("a word is completed, and the search goes on", async (t) => {
    const page = await open(t);
    await type(page, "gallst");
    const word = page.locator("#lookup-list [data-fill]").first();
    await word.click();
    assert.match(await box(page).inputValue(), /^gallstone /);
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\?q=gallstone/);
    await assertText(page, "main", /K56\.3/);
  });

  test("a search is made narrower by code set and by what may be reported on a claim", async (t) => {
    const page = await open(t, "search?q=ileus");
    const shown = () => page.locator(".results").first().innerText();
    assert.match(await shown(), /K56\s/, "the heading is among them");
    await page.getByLabel("Code set").selectOption("icd10cm");
    await page.getByLabel("Only codes for claims").check();
    await page.locator("form.refine button").click();
    await page.waitForURL(/system=icd10cm/);
    assert.match(page.url(), /billable=1/);
    assert.doesNotMatch(await shown(), /K56\s/, "a heading may not be reported on a claim");
    assert.match(await shown(), /K56\.0/);
    assert.ok(await page.getByLabel("Only codes for claims").isChecked(), "the choice is still to be seen");
  });

  test("a diagnosis: its headings, what it excludes, the next one, a copy", async (t) => {
    const page = await open(t, "codes/icd10cm/K56.0", { permissions: ["clipboard-read", "clipboard-write"] });
    const path = page.getByRole("navigation", { name: "Breadcrumb" });
    assert.deepEqual(
      (await path.getByRole("link").allInnerTexts()).map((text) => text.split(" ")[0]),
      ["ICD-10-CM", "chapter", "K55-K64", "K56"]);
    const excluded = page.locator(".instruction", { has: page.getByRole("heading", { name: "Excludes 1" }) });
    await excluded.getByRole("link", { name: "K56.3" }).waitFor();
    await page.getByRole("button", { name: "Copy code" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "K56.0");
    await page.getByRole("navigation", { name: "Neighbouring codes" }).locator("[rel=next]").click();
    await page.waitForURL("**/codes/icd10cm/K56.2");
    await page.goBack();
    await excluded.getByRole("link", { name: "K56.3" }).click();
    await page.waitForURL("**/codes/icd10cm/K56.3");
    await assertText(page, ".verdict", /heading/);
  });

  test("a code on another day", async (t) => {
    const page = await open(t, "codes/icd10cm/K56.3");
    await page.getByLabel("Date of service").fill("2025-03-01");
    await page.getByRole("button", { name: "Check this day" }).click();
    await page.waitForURL(/date=2025-03-01/);
    await assertText(page, ".verdict", /Valid on 1 March 2025/);
  });

  test("a PCS table is read by its characters", async (t) => {
    const page = await open(t, "browse/icd10pcs");
    await page.locator("a[href='/browse/icd10pcs/0']").click();
    await page.locator("a[href='/browse/icd10pcs/0D']").click();
    await page.locator("a[href='/browse/icd10pcs/0DT']").click();
    await page.waitForURL("**/browse/icd10pcs/0DT");
    assert.equal(await page.locator(".group").count(), 6, "one group for each part of the body");
    await assertText(page, ".group", /0DT8\s+Resection of Small Intestine/);
    await page.locator("a[href='/codes/icd10pcs/0DTA0ZZ']").click();
    await assertText(page, "h1", /Resection of Jejunum, Open Approach/);
  });

  test("stepping down a code set, and back up", async (t) => {
    const page = await open(t, "browse");
    await page.locator("a[href='/browse/icd10cm']").first().click();
    for (const step of ["11", "K55-K64", "K56"]) await page.locator(`main a[href='/browse/icd10cm/${step}']`).first().click();
    await page.locator("a[href='/codes/icd10cm/K56.2']").click();
    await assertText(page, "h1", /Volvulus of intestine/);
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "K55-K64" }).click();
    await assertText(page, "h1", /Other diseases of intestines/);
  });

  test("what is loaded, and what changed", async (t) => {
    const page = await open(t, "releases");
    await page.getByRole("link", { name: "What changed in ICD-10-CM" }).click();
    await page.waitForURL("**/diff/icd10cm");
    await assertText(page, "#added", /K56\.30/);
    await assertText(page, "#deleted", /K56\.4/);
    await assertText(page, "#revised", /Volvulus\s+Volvulus of intestine/);
  });

  test("two codes side by side, reached from a code's page", async (t) => {
    const page = await open(t, "codes/cpt/44120");
    await page.getByRole("link", { name: "compare with 44125" }).click();
    await page.waitForURL(/compare\?system=cpt&a=44120&b=44125/);
    await assertText(page, "section.apart", /end brought out as a stoma/);
    await assertText(page, ".one-claim", /May be billed together: no edit found in the tables that cover 31 December 2025/);
    assert.equal(await page.locator("details.same li").count() > 0, true, "what is the same is folded");
    await page.getByRole("combobox", { name: "with code" }).fill("44005");
    await page.waitForSelector("#pair-b-list [data-go$='/44005']");
    await page.locator("#pair-b-list [data-go$='/44005']").click();
    assert.equal(await page.getByRole("combobox", { name: "with code" }).inputValue(), "44005", "the code goes into its box");
    await page.goto(url("codes/icd10cm/K56.0"));
    await page.getByLabel("Compare K56.0 with").fill("k562");
    await page.getByRole("button", { name: "Compare" }).click();
    await page.waitForURL(/compare\?.*b=k562/);
    await assertText(page, "h1", /K56\.0 compared with K56\.2/);
    await assertText(page, ".one-claim", /May be reported together: never.*excludes 1/);
  });

  test("the reference of the API: folded, without barriers, not wider than a phone", async (t) => {
    const page = await open(t, "api/v1/", { viewport: { width: 390, height: 844 } });
    assert.equal(await sideways(page), 0);
    assert.deepEqual(await violations(page), []);
    await page.goto(url("api/v1/#check"));
    assert.ok(await page.locator("#check").isVisible(), "an address opens its fold");
  });

  test("a claim is checked and priced, and what was typed stays", async (t) => {
    const page = await open(t, "claims");
    await page.getByLabel("Lines: a code each").fill("44120\n44005-59\n44121 x 2");
    await page.getByLabel("Date of service").fill("2025-11-03");
    await page.getByLabel("Place of service").fill("21");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await assertText(page, "li.claim-line:nth-of-type(2)", /Bundling: denied.*no modifier separates them/s);
    await assertText(page, "#lines-checked", /not checked: no data/);
    assert.equal(await page.getByLabel("Lines: a code each").inputValue(), "44120\n44005-59\n44121 x 2");
    assert.deepEqual(await violations(page), [], "with findings");
    await page.setViewportSize({ width: 390, height: 800 });
    assert.equal(await sideways(page), 0);
    await page.getByLabel("Lines: a code each").fill("44120 x many");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await assertText(page, "[role=alert]", /“many” is not a number of units/);
  });

  test("all of it without a script", async (t) => {
    const page = await open(t, "search?q=volvulus", { javaScriptEnabled: false });
    await page.locator("a[href='/codes/icd10cm/K56.2']").first().click();
    await page.locator("#together a.differ").first().click();
    await assertText(page, "h1", /K56\.2 compared with/);
  });

  test("a code's page on paper", async (t) => {
    const page = await open(t, "codes/cpt/44120", { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const gone of [".lookup", ".contents", ".turn", ".copy", ".differ", ".on-date"]) {
      const all = await page.locator(gone).all();
      for (const one of all) assert.ok(!(await one.isVisible()), `${gone} is not printed`);
    }
    for (const there of [".title .number", ".notices", ".strip", "#on-the-date .verdict", "#figures", "#rests-on ul", ".foot"]) {
      assert.ok(await page.locator(there).first().isVisible(), `${there} is printed`);
    }
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light", "black on white");
    const paper = await page.pdf({ format: "Letter", preferCSSPageSize: true });
    assert.ok(paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length <= 3, "at most three pages");
  });

  for (const path of PAGES) {
    test(`light, without barriers, not wider than a phone: /${path}`, async (t) => {
      const page = await open(t, path, { viewport: { width: 390, height: 844 } });
      assert.ok((await weight(page)) < 60_000, `${await weight(page)} bytes on the wire`);
      assert.equal(await sideways(page), 0, "sideways on a phone");
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], colorScheme);
      }
      await page.setViewportSize({ width: 1280, height: 860 });
      assert.deepEqual(await violations(page), [], "on a wide screen");
    });
  }
});
