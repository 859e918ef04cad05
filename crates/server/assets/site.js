// What the pages can do without a script, made quicker: choosing by pointer and keyboard, dropping a file, copying, completing.
"use strict";
document.documentElement.classList.add("js");

const bench = document.querySelector(".bench");
if (bench) choosing(bench);
for (const form of document.querySelectorAll("form.ask[data-most]")) asking(form);
for (const box of document.querySelectorAll("input[data-complete]")) completing(box);
for (const form of document.querySelectorAll("form[data-load]")) loading(form);
pasting(document.querySelector("#lookup"));
keeping(document.querySelector("form.ask[data-what=note]"));
folding([...document.querySelectorAll("details.part")]);
for (const code of document.querySelectorAll("[data-copies]")) copying(code, code.dataset.copies, code.dataset.label ?? "Copy code");
for (const draft of document.querySelectorAll(".letter[data-copy]")) copying(draft, draft.textContent, "Copy the letter");

/** Decisions, questions and left-out things on one side, their words on the other. */
function choosing(bench) {
  const cards = [...bench.querySelectorAll("[data-thing]")];
  const decisions = cards.filter((card) => card.classList.contains("decision"));
  const marks = [...bench.querySelectorAll(".mark[data-for]")];
  const segments = [...bench.querySelectorAll("[data-s]")];
  const ids = (mark) => (mark.dataset.for || "").split(" ");
  const wide = matchMedia("(min-width: 64rem)");
  const gently = { block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" };
  const said = bench.appendChild(document.createElement("p"));
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  let chosen = [];
  let word = -1;

  function choose(wanted) {
    chosen = wanted;
    word = -1;
    bench.classList.toggle("choosing", wanted.length > 0);
    bench.dataset.on = wanted.find((id) => id.startsWith("d")) ?? "";
    for (const card of cards) card.classList.toggle("on", wanted.includes(card.dataset.thing));
    for (const mark of marks) mark.classList.toggle("on", ids(mark).some((id) => wanted.includes(id)));
    for (const pick of bench.querySelectorAll("[data-pick]")) pick.classList.toggle("on", wanted.includes(pick.dataset.pick));
    glow([]);
    said.textContent = wanted.length ? wanted.map(name).join("; ") : "All words shown";
  }
  const card = (id) => document.getElementById(id);
  const name = (id) => card(id)?.querySelector(".number, .words, .name")?.textContent ?? id;
  const glow = (lit) => { for (const piece of segments) piece.classList.toggle("glow", lit.includes(piece)); };

  /** Words of what is chosen, each run once, in the order of the note. */
  const runs = () => {
    const on = marks.filter((mark) => mark.classList.contains("on"));
    return on.filter((mark, at) => at === 0 || Number(on[at - 1].dataset.s) + on[at - 1].textContent.length < Number(mark.dataset.s));
  };
  function nextWords() {
    const all = runs();
    if (!all.length) return;
    word = (word + 1) % all.length;
    glow([all[word]]);
    all[word].scrollIntoView({ ...gently, block: "center" });
  }
  function toCard(id, focus) {
    const found = card(id);
    if (!found) return;
    found.scrollIntoView(gently);
    if (focus) found.querySelector("a")?.focus({ preventScroll: true });
  }
  const seen = (element) => { const box = element.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; };

  bench.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const byKey = event.detail === 0;
    if (link.matches(".mark, .to")) {
      event.preventDefault();
      choose(ids(link));
      toCard(chosen[0], byKey);
    } else if (link.matches(".pick, [data-pick]")) {
      event.preventDefault();
      const id = link.dataset.pick ?? link.closest("[data-thing]").dataset.thing;
      const again = chosen.length === 1 && chosen[0] === id;
      if (!again) choose([id]);
      if (link.matches("[data-pick]")) toCard(id, byKey);
      if (again || (wide.matches && !runs().some(seen))) nextWords();
    } else if (link.matches(".quote")) {
      event.preventDefault();
      const of = link.closest("[data-thing]");
      if (of) choose([of.dataset.thing]);
      const { from, to } = link.dataset;
      const lit = segments.filter((piece) => Number(piece.dataset.s) >= Number(from) && Number(piece.dataset.s) < Number(to));
      glow(lit);
      lit[0]?.scrollIntoView({ ...gently, block: "center" });
    }
  });

  const heat = (event, hot) => {
    const mark = event.target.closest?.(".mark[data-for]");
    const over = mark ? ids(mark) : [event.target.closest?.("[data-thing]")?.dataset.thing ?? event.target.closest?.("[data-pick]")?.dataset.pick];
    if (!over[0] || (chosen.length && !mark)) return;
    for (const card of cards) card.classList.toggle("hot", hot && Boolean(mark) && over.includes(card.dataset.thing));
    for (const other of marks) other.classList.toggle("hot", hot && ids(other).some((id) => over.includes(id)));
  };
  for (const kind of ["pointerover", "focusin"]) bench.addEventListener(kind, (event) => heat(event, true));
  for (const kind of ["pointerout", "focusout"]) bench.addEventListener(kind, (event) => heat(event, false));

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest("input, textarea, select, button")) return;
    const within = event.target.closest("[data-thing], .claim");
    const step = { j: 1, k: -1, ...(within && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
    if (step && decisions.length) {
      event.preventDefault();
      const at = decisions.findIndex((card) => chosen.includes(card.dataset.thing));
      const next = at < 0 ? (step > 0 ? 0 : decisions.length - 1) : (at + step + decisions.length) % decisions.length;
      choose([decisions[next].dataset.thing]);
      toCard(chosen[0], true);
    } else if (event.key === "Enter" && chosen.length && !event.target.closest("a, summary")) {
      event.preventDefault();
      nextWords();
    } else if (event.key === "Escape" && chosen.length) {
      choose([]);
    }
  });

  for (const words of bench.querySelectorAll("[data-copy]")) copying(words, words.textContent.trim(), "Copy", "Copy the question");

  if (cards.some((card) => `#${card.id}` === location.hash)) choose([location.hash.slice(1)]);
}

/** A button after some words that copies them. */
function copying(words, text, label, spoken = label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = label;
  button.setAttribute("aria-label", spoken);
  words.after(" ", button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(words);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

/** Files of publishers: sent with progress, then the page that says how far adding them is. */
function loading(form) {
  const files = form.querySelector("input[type=file]");
  const said = form.querySelector(".said");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!files.files.length) return;
    const request = new XMLHttpRequest();
    request.upload.onprogress = (sent) => { if (sent.lengthComputable) said.textContent = `Sending: ${Math.floor((100 * sent.loaded) / sent.total)} %`; };
    request.onload = () => location.assign("/load");
    request.onerror = () => { said.textContent = "The files could not be sent. Nothing was changed; send them again."; };
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    document.body.classList.remove("dropping");
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
}

/** A note that is pasted into the look-up box travels by POST, as on the first page, and never in an address. */
function pasting(box) {
  box?.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/\n\s*\S/.test(text) && text.length <= 200) return;
    event.preventDefault();
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/code";
    form.enctype = "multipart/form-data";
    const note = form.appendChild(document.createElement("textarea"));
    note.name = "note";
    note.value = text;
    form.hidden = true;
    document.body.append(form);
    form.submit();
  });
}

/** Back never loses the note: it is kept in this entry of the session's history, and nowhere else. On the way back the answer is requested again. */
function keeping(form) {
  const note = form?.elements.namedItem("note");
  if (!note) return;
  const day = form.elements.namedItem("date");
  const file = form.elements.namedItem("file");
  const keep = (answered) => {
    try {
      history.replaceState({ note: note.value, date: day.value, answered }, "", answered ? "/" : undefined);
    } catch { /* too large for the history: the browser's own way back remains */ }
  };
  if (bench) return keep(true);
  // a link to this page begins anew
  const again = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const kept = again ? history.state : null;
  if (kept?.note && !note.value) {
    note.value = kept.note;
    day.value = kept.date ?? "";
    if (kept.answered) {
      keep(false);
      form.requestSubmit();
    }
  }
  form.addEventListener("submit", () => { if (!file.files.length) keep(false); });
}

/** Parts of a page: folded on a phone but for the first, opened by a link to them and for paper. */
function folding(parts) {
  if (!parts.length) return;
  const wanted = () => (location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null);
  const show = () => {
    const target = wanted();
    const part = target?.matches("details") ? target : target?.querySelector("details.part") ?? target?.closest("details.part");
    if (part && !part.open) { part.open = true; target.scrollIntoView(); }
  };
  if (matchMedia("(max-width: 40rem)").matches) for (const part of parts.slice(1)) part.open = false;
  show();
  addEventListener("hashchange", show);
  let closed = [];
  addEventListener("beforeprint", () => { closed = parts.filter((part) => !part.open); for (const part of closed) part.open = true; });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });
}

/** A look-up box: what may be meant, while it is typed. Without an answer it is the box that it was. */
function completing(box) {
  const id = `${box.id}-list`;
  let list = null;
  let at = -1;
  let request = null;
  let wait = 0;
  box.type = "text";
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  const said = document.createElement("span");
  box.after(said);
  said.className = "visually-hidden";
  said.setAttribute("role", "status");

  const options = () => (list ? [...list.querySelectorAll("[role=option]")] : []);
  function close() {
    list?.remove();
    list = null;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    box.removeAttribute("aria-controls");
    said.textContent = "";
  }
  function quiet() {
    clearTimeout(wait);
    request?.abort();
    request = null;
  }
  function show(found) {
    close();
    if (!found?.children.length || document.activeElement !== box) return;
    list = document.importNode(found, true);
    list.id = id;
    options().forEach((option, n) => { option.id = `${id}-${n}`; });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => take(event.target.closest("[role=option]")));
    said.after(list);
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-controls", id);
    said.textContent = `${list.children.length} suggestions`;
  }
  function ask() {
    quiet();
    const text = box.value.trim();
    if (text.length < 2) return close();
    // Our own document, parsed by the browser itself: no markup goes through this script.
    request = new XMLHttpRequest();
    request.responseType = "document";
    request.onload = () => show(request?.status === 200 ? request.response?.querySelector("[role=listbox]") : null);
    request.onerror = close;
    const set = box.form?.elements.namedItem("system")?.value;
    request.open("GET", `/complete?q=${encodeURIComponent(box.value.slice(0, 200))}${set ? `&system=${encodeURIComponent(set)}` : ""}`);
    request.send();
  }
  function point(to) {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = to;
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", all[at].id);
  }
  function take(option) {
    if (!option) return;
    const { go, fill } = option.dataset;
    if (go && box.dataset.complete === "code") {
      // a form of several boxes: the code goes into this one
      box.value = option.querySelector(".number").textContent;
      quiet();
      close();
    } else if (go) {
      location.assign(go);
    } else {
      box.value = `${fill} `;
      close();
      ask();
    }
  }
  box.addEventListener("input", () => { quiet(); wait = setTimeout(ask, 120); });
  box.addEventListener("blur", () => { quiet(); close(); });
  box.addEventListener("keydown", (event) => {
    const many = options().length;
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && many) {
      event.preventDefault();
      // One place more than there are options: the box itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(((at + 1 + step + many + 1) % (many + 1)) - 1);
    } else if (event.key === "ArrowDown" && !many) {
      ask();
    } else if (event.key === "Enter" && list && at >= 0) {
      event.preventDefault();
      take(options()[at]);
    } else if (event.key === "Escape" && list) {
      event.preventDefault();
      quiet();
      close();
    }
  });
}

/** The form: a file dropped anywhere, a size that is too large before anything is sent. */
function asking(form) {
  const text = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");
  const said = form.querySelector(".said");
  const submit = form.querySelector("[type=submit]");
  const most = Number(form.dataset.most);
  const { size, what, empty } = form.dataset;
  const label = submit.textContent;

  function say(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle("wrong", wrong);
  }
  function fileChosen() {
    const chosen = file.files[0];
    if (!chosen) return say("");
    if (chosen.size > most) {
      file.value = "";
      return say(`${chosen.name} is larger than ${size}, too large for one ${what}. It was not taken.`, true);
    }
    say(`${chosen.name} will be read${text.value.trim() ? " instead of the text in the box" : ""}. `);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "Leave it out";
    drop.addEventListener("click", () => { file.value = ""; say(""); (text.offsetParent ? text : file).focus(); });
    said.append(drop);
  }
  file.addEventListener("change", fileChosen);

  form.addEventListener("submit", (event) => {
    if (!file.files.length && !text.value.trim()) {
      event.preventDefault();
      say(empty, true);
      (text.offsetParent ? text : file).focus();
    } else if (!file.files.length && new Blob([text.value]).size > most) {
      event.preventDefault();
      say(`That is more than ${size}, too large for one ${what}. Nothing was sent; your text is as it was.`, true);
    } else {
      submit.textContent = "Reading …";
    }
  });
  addEventListener("pageshow", () => { submit.textContent = label; });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const over = (inside) => document.body.classList.toggle("dropping", inside);
  addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; over(true); } });
  addEventListener("dragleave", (event) => { if (carries(event)) { depth = Math.max(0, depth - 1); over(depth > 0); } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    over(false);
    if (event.dataTransfer.files.length > 1) return say(`One ${what} at a time, please: drop a single file.`, true);
    file.files = event.dataTransfer.files;
    form.closest("details")?.setAttribute("open", "");
    said.scrollIntoView({ block: "nearest" });
    fileChosen();
    // Nothing else was entered: the dropped file is sent at once, unless the form takes more than one.
    if (file.files.length && !("several" in form.dataset) && (!text.value.trim() || form.closest("details"))) form.requestSubmit();
  });
}
