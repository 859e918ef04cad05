// The pages in a real browser: with and without a script, by pointer and by keyboard, on a phone, in the dark.
//
// Against a running server:  LIGATURE_URL=http://127.0.0.1:7878/ node --test
// Otherwise it starts LIGATURE_BIN (or target/release/ligature) with `serve --port 0` and reads the URL that it prints.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertText, sideways, site, violations } from "./harness.mjs";

const NOTE = `OPERATION: Laparotomy, small bowel resection.
PROCEDURE: The abdomen was opened through the old midline incision. Adhesions were taken down sharply with scissors.
The dusky loop lay in the mid jejunum. The mesentery was divided with the LigaSure and the jejunum was transected above and
below with a GIA stapler; 20 cm of small bowel were resected and passed off the table. The two ends were laid side to side and
a stapled anastomosis was made. The fascia was closed with PDS.`;

site("the site in a browser", {}, ({ open, url }) => {
  async function paste(page, note = NOTE) {
    await page.getByLabel("Operative note").fill(note);
    await page.getByRole("button", { name: "Find the codes" }).click();
    await page.waitForSelector(".bench");
  }

  test("a pasted note comes back with codes and the words that support them", async (t) => {
    const page = await open(t);
    await paste(page);
    await assertText(page, ".claim", /44120/);
    assert.ok((await page.locator(".note .mark[data-for~=d1]").count()) > 1, "evidence is marked");
    const shown = await page.locator(".line").evaluateAll((lines) =>
      lines.map((line) => {
        const copy = line.cloneNode(true);
        copy.querySelectorAll("sup").forEach((sign) => sign.remove());
        return copy.textContent;
      }).join("\n"));
    assert.equal(shown, NOTE, "the note is shown word for word");
    assert.ok(!page.url().includes("Laparotomy") && new URL(page.url()).search === "", "no note in the address");
  });

  test("an answer leads on: all codes copied, a claim with date and place, what is not coded here", async (t) => {
    const page = await open(t, "", { permissions: ["clipboard-read", "clipboard-write"] });
    await paste(page, `Date of surgery: 11/03/2025\n${NOTE}\nThen an open cholecystectomy was done.`);
    await assertText(page, "h1", /1 operation not coded here/);
    await assertText(page, "#outside", /open cholecystectomy/);
    await page.getByRole("button", { name: "Copy all codes" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "44120");
    await page.getByRole("button", { name: "Check as a claim" }).click();
    assert.equal(await page.getByLabel("Lines: a code each").inputValue(), "44120");
    assert.equal(await page.getByLabel("Date of service").inputValue(), "2025-11-03");
    assert.equal(await page.getByLabel("Place of service").inputValue(), "21");
  });

  test("back never loses the note, and keeps it nowhere but in the session", async (t) => {
    const page = await open(t);
    await paste(page);
    await page.goto(url("codes/cpt/44120"));
    await page.goBack();
    await page.waitForSelector(".bench");
    await assertText(page, ".claim", /44120/);
    await page.goBack();
    await page.waitForSelector("#note-in");
    assert.equal(await page.getByLabel("Operative note").inputValue(), NOTE);
    await paste(page);
    await page.getByRole("link", { name: "Code a note" }).click();
    await page.waitForSelector("#tables, #note-in");
    assert.equal(await page.getByLabel("Operative note").inputValue(), "", "a link begins anew");
    assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0);
  });

  test("a note and its answer on two sheets of paper", async (t) => {
    const page = await open(t);
    await paste(page);
    const paper = await page.pdf({ format: "Letter", preferCSSPageSize: true });
    assert.ok(paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length <= 2);
  });

  test("the example is one click away", async (t) => {
    const page = await open(t);
    await page.getByRole("link", { name: "Try an example" }).click();
    await page.getByRole("button", { name: "Find the codes" }).click();
    await assertText(page, ".claim", /44120/);
  });

  test("choosing a decision shows its words", async (t) => {
    const page = await open(t, "?example");
    await page.getByRole("button", { name: "Find the codes" }).click();
    await page.locator(".claim a").first().click();
    assert.equal(await page.locator("#d1.on").count(), 1);
    const states = await page.locator(".mark[data-for]").evaluateAll((marks) =>
      marks.map((mark) => [mark.dataset.for.split(" ").includes("d1"), mark.classList.contains("on")]));
    assert.ok(states.every(([own, on]) => own === on), "its words, and no others");
    assert.ok(states.some(([own]) => own));
  });

  test("choosing words shows the decisions that rest on them", async (t) => {
    const page = await open(t, "?example");
    await page.getByRole("button", { name: "Find the codes" }).click();
    const marks = page.locator(".mark[data-for]");
    const shared = page.locator(".mark.several");
    if ((await shared.count()) === 0) t.diagnostic("no words of the example are shared by several decisions");
    for (const mark of [marks.first(), ...((await shared.count()) ? [shared.first()] : [])]) {
      const ids = (await mark.getAttribute("data-for")).split(" ");
      await mark.click();
      const on = await page.locator("[data-thing].on").evaluateAll((cards) => cards.map((card) => card.dataset.thing));
      assert.deepEqual(on.sort(), ids.sort());
      assert.ok(await inView(page, `#${ids[0]}`), "the card came into view");
    }
    await page.locator("#d1 .quote").first().click();
    assert.ok((await page.locator(".glow").count()) > 0, "a quoted word is pointed at in the note");
  });

  test("the keyboard alone is enough", async (t) => {
    const page = await open(t);
    await paste(page);
    await page.keyboard.press("j");
    assert.equal(await page.locator("#d1.on").count(), 1);
    assert.ok(await page.evaluate(() => document.activeElement.closest("#d1") !== null), "focus follows");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".glow").count(), 1);
    assert.ok(await inView(page, ".glow"));
    await page.keyboard.press("k");
    assert.equal(await page.locator(".decision.on").count(), 1);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".on").count(), 0);
  });

  test("a dropped file is read", async (t) => {
    const page = await open(t);
    const files = await page.evaluateHandle((note) => {
      const data = new DataTransfer();
      data.items.add(new File([note], "note.txt", { type: "text/plain" }));
      return data;
    }, NOTE);
    await page.dispatchEvent("body", "dragenter", { dataTransfer: files });
    assert.ok(await page.evaluate(() => document.body.classList.contains("dropping")));
    await Promise.all([page.waitForURL("**/code"), page.dispatchEvent("body", "drop", { dataTransfer: files })]);
    await assertText(page, ".claim", /44120/);
  });

  test("what cannot be read is said, and nothing typed is lost", async (t) => {
    const page = await open(t);
    await page.getByRole("button", { name: "Find the codes" }).click();
    await assertText(page, ".said", /no note yet/);
    await page.getByLabel("Operative note").fill("typed before");
    await page.getByLabel("or a file").setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n\0\0\0") });
    await page.getByRole("button", { name: "Find the codes" }).click();
    await assertText(page, "[role=alert]", /PDF/);
    assert.equal(await page.getByLabel("Operative note").inputValue(), "typed before");
    await page.getByLabel("or a file").setInputFiles({ name: "big.txt", mimeType: "text/plain", buffer: Buffer.alloc(9 * 1024 * 1024, "a ") });
    await assertText(page, ".said", /too large/);
  });

  test("it works without a script", async (t) => {
    const page = await open(t, "?example", { javaScriptEnabled: false });
    await page.getByRole("button", { name: "Find the codes" }).click();
    await page.waitForSelector(".bench");
    const plain = await background(page, ".mark[data-for=d1]");
    await page.locator(".claim a").first().click();
    assert.equal(new URL(page.url()).hash, "#d1");
    assert.notEqual(await background(page, ".mark[data-for=d1]"), plain, "its words stand out by style alone");
    await page.locator(".mark[data-for=d1]").last().click();
    assert.equal(new URL(page.url()).hash, "#d1", "words lead to their decision");
    await page.locator("#d1 details.neighbours summary").click();
    assert.ok(await page.locator("#d1 .neighbours li").first().isVisible());
    await page.locator("#d1 .quote").first().click();
    assert.match(new URL(page.url()).hash, /^#s\d+$/);
    assert.equal(await page.locator(".note :target").count(), 1);
  });

  test("the page of a code has its sections, and leads on", async (t) => {
    const page = await open(t, "codes/44120");
    for (const heading of ["In plain words", "Step by step", "What the note must say", "Choosing between neighbours"]) {
      assert.ok(await page.getByRole("heading", { name: heading }).isVisible(), heading);
    }
    await page.locator(".body a.code[href='/codes/44121']").first().click();
    await assertText(page, ".title .number", /44121/);
    await page.getByLabel("Look up a code").fill("44120");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/codes\/(cpt\/)?44120$/);
    await page.goto(url("codes/44122"));
    await assertText(page, "main", /Nearest codes/);
  });

  test("a phone never scrolls sideways", async (t) => {
    const page = await open(t, "", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    assert.equal(await sideways(page), 0, "first page");
    await paste(page, `${NOTE}\n${"unbroken".repeat(40)}`);
    assert.equal(await sideways(page), 0, "answer");
    await page.locator(".claim a").first().tap();
    assert.ok(await inView(page, "#d1 .pick"));
    for (const path of ["codes", "codes/44120", "codes/44121", "codes/44122", "search?q=stoma", "browse", "releases"]) {
      await page.goto(url(path));
      assert.equal(await sideways(page), 0, path);
    }
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`every colour of a decision can be read when it is ${colorScheme}`, async (t) => {
      const page = await open(t, "", { colorScheme });
      const worst = await page.evaluate(contrasts);
      assert.equal(worst.length, 8);
      for (const [hue, ratios] of worst) {
        for (const [what, ratio] of Object.entries(ratios)) assert.ok(ratio >= 4.5, `hue ${hue}, ${what}: ${ratio.toFixed(2)}`);
      }
    });

    test(`no serious barrier, and the right paper, when it is ${colorScheme}`, async (t) => {
      const page = await open(t, "?example", { colorScheme });
      const paper = await page.evaluate(() => {
        const paint = document.createElement("canvas").getContext("2d");
        paint.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
        paint.fillRect(0, 0, 1, 1);
        return paint.getImageData(0, 0, 1, 1).data[1];
      });
      assert.ok(colorScheme === "dark" ? paper < 64 : paper > 220, `paper ${paper}`);
      assert.deepEqual(await violations(page), [], "first page");
      await page.getByRole("button", { name: "Find the codes" }).click();
      await page.waitForSelector(".bench");
      for (const details of await page.locator("details > summary").all()) await details.click();
      assert.deepEqual(await violations(page), [], "answer");
      await page.locator(".claim a").first().click();
      assert.deepEqual(await violations(page), [], "a chosen decision");
      await page.goto(url());
      await page.getByLabel("Operative note").fill("Seen in clinic.");
      await page.getByRole("button", { name: "Find the codes" }).click();
      await page.waitForSelector(".nothing");
      assert.deepEqual(await violations(page), [], "an empty answer");
      for (const path of ["codes", "codes/44120", "codes/44122", "search?q=stoma", "browse", "releases"]) {
        await page.goto(url(path));
        assert.deepEqual(await violations(page), [], path);
      }
    });
  }
});

/** In the page: contrast of text on its ground for each colour, at rest and chosen (WCAG 2.2, relative luminance). */
function contrasts() {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (colour) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const bench = document.body.appendChild(document.createElement("div"));
  const make = (parent, name, classes) => {
    const made = parent.appendChild(document.createElement(name));
    made.className = classes;
    return made;
  };
  return [1, 2, 3, 4, 5, 6, 7, 8].map((hue) => {
    const found = {};
    for (const [state, holder, classes] of [["at rest", "bench", ""], ["chosen", "bench choosing", "on"]]) {
      bench.className = holder;
      const mark = make(bench, "a", `mark hue${hue} ${classes}`);
      const marker = make(mark, "sup", `marker hue${hue}`);
      const ground = getComputedStyle(mark).backgroundColor;
      found[`words ${state}`] = ratio(getComputedStyle(mark).color, ground);
      found[`number ${state}`] = ratio(getComputedStyle(marker).color, ground);
    }
    const sign = getComputedStyle(make(bench, "span", `sign hue${hue}`));
    found.sign = ratio(sign.color, sign.backgroundColor);
    return [hue, found];
  });
}

async function inView(page, selector) {
  return page.locator(selector).first().evaluate((element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  });
}

const background = (page, selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
