// The page of claims in a real browser: a modifier tried and taken back, a file of claims dropped, chosen and pasted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertText, sideways, site, violations } from "./harness.mjs";

const data = ["tests/publishers/2025", "tests/publishers/2026"];

const claim = (id, ...codes) => [
  `CLM*${id}*${100 * codes.length}***21:B:1*Y*A*Y*Y`, "HI*ABK:K5650",
  ...codes.flatMap((code, at) => [`LX*${at + 1}`, `SV1*HC:${code}*100*UN*1***1`, "DTP*472*D8*20251015"]),
];
const BODY = [
  "ST*837*0001*005010X222A1", "BHT*0019*00*B1*20251020*0900*CH", "HL*1**20*1", "NM1*85*2*EXAMPLE SURGEONS*****XX*1234567893",
  "HL*2*1*22*0", "SBR*P*18*******MB", "NM1*IL*1*ALPHA*ANNA****MI*1EG4TE5MK73", "DMG*D8*19440212*F", "NM1*PR*2*MEDICARE*****PI*12302",
  ...claim("ONE", "44120", "44602"), ...claim("TWO", "44120", "44005"),
];
const FILE = [
  "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*CLEARING       *251020*0900*^*00501*000000042*0*T*:",
  "GS*HC*CLINIC*CLEARING*20251020*0900*7*X*005010X222A1", ...BODY, `SE*${BODY.length + 1}*0001`, "GE*1*7", "IEA*1*000000042", "",
].join("~\n");

site("claims in a browser", { data }, ({ open, url }) => {
  async function check(page, lines) {
    await page.getByLabel("Lines: a code each").fill(lines);
    await page.getByLabel("Date of service").fill("2025-10-15");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.waitForSelector(".claim-line");
  }
  const upload = (page) => page.locator("#claims-file").setInputFiles({ name: "claims.837", mimeType: "text/plain", buffer: Buffer.from(FILE) });

  async function modifiers(page) {
    await check(page, "44120\n44602\n44005");
    assert.equal(await page.getByRole("button", { name: "With 59", exact: true }).count(), 1, "none for what no modifier separates");
    await page.getByRole("button", { name: "With 59", exact: true }).click();
    await assertText(page, "#effect", /44602[\s\S]*denied: nothing is paid[\s\S]*Proper only if the note supports it/);
    // the small fee schedule does not list the code: the pair passes, and the line is honestly still denied
    await assertText(page, "#effect", /still denied by another finding/);
    assert.ok(await page.getByText("Bundling: passes by its modifier").isVisible());
    assert.equal(await page.getByLabel("Lines: a code each").inputValue(), "44120\n44602-59\n44005");
    assert.equal(new URL(page.url()).search, "", "nothing of the claim in the address");
    await page.getByRole("button", { name: "Take 59 off again" }).click();
    await page.getByRole("button", { name: "With 59", exact: true }).waitFor();
    assert.equal(await page.getByLabel("Lines: a code each").inputValue(), "44120\n44602\n44005");
    await page.locator("summary", { hasText: "An anatomic modifier" }).click();
    await page.getByLabel("The place that the note names").selectOption("LT");
    await page.getByRole("button", { name: "With this one" }).click();
    await assertText(page, "#effect", /With LT on line 2/);
  }

  async function answered(page) {
    await page.waitForSelector(".of-file");
    await assertText(page, "main", /2 claims were read\. 2 have findings/);
    assert.equal(await page.locator(".of-file").count(), 2);
    assert.doesNotMatch(await page.content(), /ANNA|ALPHA|1EG4/);
    assert.equal(new URL(page.url()).search, "");
  }

  async function edited(page) {
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Edit this claim" }).first().click()]);
    await tab.waitForSelector(".claim-line");
    assert.equal(await tab.getByLabel("Lines: a code each").inputValue(), "44120\n44602");
    assert.equal(await tab.getByLabel("Date of service").inputValue(), "2025-10-15");
    assert.equal(await page.locator(".of-file").count(), 2, "the file's page stays");
  }

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with" : "without";
    test(`a modifier is tried and taken back, ${how} a script`, async (t) => modifiers(await open(t, "claims", { javaScriptEnabled })));

    test(`a chosen and a pasted file are checked, ${how} a script`, async (t) => {
      const page = await open(t, "claims", { javaScriptEnabled });
      await upload(page);
      await page.getByRole("button", { name: "Check the file" }).click();
      await answered(page);
      await edited(page);
      await page.goto(url("claims"));
      await page.getByText("Paste it instead").click();
      await page.getByLabel("Contents of the file").fill(FILE);
      await page.getByRole("button", { name: "Check the file" }).click();
      await answered(page);
    });
  }

  test("a dropped file is checked", async (t) => {
    const page = await open(t, "claims");
    const files = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "claims.837", { type: "text/plain" }));
      return transfer;
    }, FILE);
    await page.dispatchEvent("body", "dragenter", { dataTransfer: files });
    assert.ok(await page.evaluate(() => document.body.classList.contains("dropping")));
    await Promise.all([page.waitForURL("**/claims/file"), page.dispatchEvent("body", "drop", { dataTransfer: files })]);
    await answered(page);
  });

  test("a file that is too large or missing is said before it is sent", async (t) => {
    const page = await open(t, "claims");
    await page.getByRole("button", { name: "Check the file" }).click();
    await assertText(page, "#file p.said", /There is no file yet/);
    await page.locator("#claims-file").setInputFiles({ name: "big.837", mimeType: "text/plain", buffer: Buffer.alloc(5 << 20, "~") });
    await assertText(page, "#file p.said", /larger than 4 MB, too large for one file of claims/);
  });

  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }]) {
    test(`no serious barrier and no scrolling sideways: ${JSON.stringify(options)}`, async (t) => {
      const page = await open(t, "claims", options);
      await check(page, "44120\n44602\n44005");
      await page.getByRole("button", { name: "With XS" }).click();
      await page.waitForSelector("#effect");
      assert.deepEqual(await violations(page), []);
      assert.equal(await sideways(page), 0);
      await upload(page);
      await page.getByRole("button", { name: "Check the file" }).click();
      await page.waitForSelector(".of-file");
      assert.deepEqual(await violations(page), []);
      assert.equal(await sideways(page), 0);
    });
  }
});
