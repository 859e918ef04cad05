// A server to test: one that runs already, or a new one on a free port.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../target/release/ligature", import.meta.url));
const PATIENCE = 30_000;

/** A book of the authored files and the publishers' files in these folders of the repository. */
function book(binary, data) {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "ligature-"));
  const out = join(folder, "book");
  const built = spawnSync(binary, ["book", "build", "--dir", "knowledge", "--out", out, "--data", ...data], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`no book was built: ${built.stderr}`);
  return { out, remove: () => rmSync(folder, { recursive: true }) };
}

/** `{ url, stop }`; the URL ends with a slash. With `data` it serves a book of its own of those folders. */
export async function serverUrl(data) {
  if (process.env.LIGATURE_URL && !data) {
    return { url: process.env.LIGATURE_URL.replace(/\/*$/, "/"), stop: async () => {} };
  }
  const binary = process.env.LIGATURE_BIN ?? BUILT;
  if (!existsSync(binary)) throw new Error(`no ligature at ${binary}: run "make build", or set LIGATURE_BIN or LIGATURE_URL`);
  const own = data && book(binary, data);
  const server = spawn(binary, [...(own ? ["--book", own.out] : []), "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    let printed = "";
    const late = setTimeout(() => reject(new Error("the server printed no URL in time")), PATIENCE);
    const settle = (how, what) => { clearTimeout(late); how(what); };
    server.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = printed.match(/http:\/\/\S+/);
      if (found) settle(resolve, found[0]);
    });
    server.once("error", (error) => settle(reject, error));
    server.once("exit", (code) => settle(reject, new Error(`the server stopped with ${code} before it printed its URL`)));
  });
  return { url: url.replace(/\/*$/, "/"), stop: async () => { server.kill("SIGTERM"); await ended; own?.remove(); } };
}
