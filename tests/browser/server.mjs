// A server to test: one that runs already, or one of our own on a free port.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../target/release/ligature", import.meta.url));
const PATIENCE = 30_000;

/** `{ url, stop }`; the URL ends with a slash. */
export async function serverUrl() {
  if (process.env.LIGATURE_URL) {
    return { url: process.env.LIGATURE_URL.replace(/\/*$/, "/"), stop: async () => {} };
  }
  const binary = process.env.LIGATURE_BIN ?? BUILT;
  if (!existsSync(binary)) throw new Error(`no ligature at ${binary}: run "make build", or set LIGATURE_BIN or LIGATURE_URL`);
  const server = spawn(binary, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
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
  return { url: url.replace(/\/*$/, "/"), stop: async () => { server.kill("SIGTERM"); await ended; } };
}
