import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

/** The peer: `run-node-wasi.mjs MODULE WORD…`, with `/` mounted for writing. */
const [file, ...words] = process.argv.slice(2);
const wasi = new WASI({
  version: "preview1",
  args: [file, ...words],
  env: { PWD: process.env["PWD"] ?? "", PATH: process.env["PATH"] ?? "" },
  preopens: { "/": "/" },
  returnOnExit: true,
});
const { instance } = await WebAssembly.instantiate(readFileSync(file), wasi.getImportObject());
process.exitCode = wasi.start(instance);
