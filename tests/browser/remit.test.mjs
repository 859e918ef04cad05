// A remittance in a real browser: chosen as a file, its claims, the draft of an appeal and its copy.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertText, sideways, site, violations } from "./harness.mjs";

const data = ["tests/publishers/2025", "tests/publishers/2026"];

const FILE = [
  "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *251204*1200*^*00501*000000001*0*P*:",
  "GS*HP*PAYER*CLINIC*20251204*1200*1*X*005010X221A1", "ST*835*0001", "BPR*I*130*C*CHK************20251204", "TRN*1*7*1512345678",
  "N1*PR*EXAMPLE PLAN", "N1*PE*CLINIC*XX*1234567893", "LX*1",
  "CLP*PAID*1*100*80*20*MB*P1", "NM1*QC*1*ALPHA*ANNA****MI*1EG4TE5MK73", "SVC*HC:99213*100*80", "DTM*472*20251103", "CAS*PR*2*20",
  "CLP*DENIED*1*300*50*0*MB*P2", "DTM*232*20251103", "SVC*HC:44120*100*50", "CAS*CO*45*50", "SVC*HC:44121*100*0**0**5", "CAS*CO*151*100",
  "SVC*HC:44005:59*100*0", "CAS*CO*97*100", "SE*20*0001", "GE*1*1", "IEA*1*000000001", "",
].join("~\n");

site("a remittance in a browser", { data }, ({ open }) => {
  const upload = (page, box) => page.locator(box).setInputFiles({ name: "payment.835", mimeType: "text/plain", buffer: Buffer.from(FILE) });

  async function explained(page) {
    await page.waitForSelector(".payment");
    await assertText(page, ".payment", /EXAMPLE PLAN paid \$130\.00[\s\S]*The sums agree/);
    assert.match(await page.locator(".of-claims tbody tr").first().innerText(), /DENIED/, "denied claims come first");
    assert.doesNotMatch(await page.content(), /ANNA|ALPHA|1EG4/);
    assert.equal(new URL(page.url()).search, "", "nothing of the file in the address");
  }

  test("a file is explained, and the draft of an appeal is copied", async (t) => {
    const page = await open(t, "remit", { permissions: ["clipboard-read", "clipboard-write"] });
    await upload(page, "#remit-file");
    await page.getByRole("button", { name: "Explain it" }).click();
    await explained(page);
    assert.equal(await page.locator(".draft").count(), 1, "none for a pair that no modifier separates");
    assert.equal(await page.locator(".letter").isVisible(), false);
    await page.getByText("Draft of an appeal").click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Copy the letter" }).click();
    await page.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /EXAMPLE PLAN[\s\S]*adjudication indicator 3[\s\S]*\[Signature\]/);
  });

  test("a small screen, and the box for claims", async (t) => {
    const page = await open(t, "claims", { viewport: { width: 390, height: 844 } });
    await upload(page, "#claims-file");
    await page.getByRole("button", { name: "Check the file" }).click();
    await explained(page);
    await page.getByText("Draft of an appeal").click();
    assert.equal(await sideways(page), 0);
  });

  test("it is complete without a script", async (t) => {
    const page = await open(t, "remit", { javaScriptEnabled: false });
    await page.getByText("Paste the remittance instead").click();
    await page.getByLabel("Contents of the file, from ISA on").fill(FILE);
    await page.getByRole("button", { name: "Explain it" }).click();
    await explained(page);
  });
});
