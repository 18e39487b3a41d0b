import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.mjs";

/** `npm run docs`: writes what is generated from the code's own data; a test says when it is out of date. */
setUp();
const { generatedDocs } = await import(pathToFileURL(join(root, "dist", "cli", "docs.js")).href);
for (const [path, text] of await generatedDocs()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
