import { textOf } from "../../source/tree.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import { type Draft, spanOf } from "../rule.ts";

/** `//go:linkname local remote` and nothing more, as the compiler wants it. */
const LINKNAME = /^\/\/go:linkname\s+(\S+)\s+(\S+)\s*$/;
/** `//go:wasmimport module name` and `//go:wasmexport name`, where the module or the name is one that hardening keeps for itself. */
const RESERVED = /^\/\/go:wasm(?:import\s+(sandglass(?:\.\S*)?)\s+(\S+)|export\s+(sandglass\.\S*))\s*$/;
const CGO = /^\/\/go:cgo_\w+/;

/** Reports directives that reach past the language into other packages. */
export function reportLinknames(file: IndexedFile, report: (finding: Draft) => void): void {
  const { source } = file;
  for (const comment of file.comments) {
    if (!source.text.startsWith("//go:", source.tree.start[comment])) continue;
    const text = textOf(source.tree, comment);
    const linkname = LINKNAME.exec(text);
    const target = linkname?.[2];
    const reserved = RESERVED.exec(text);
    if (reserved !== null) {
      const [, module, name, exported] = reserved;
      const what = exported === undefined ? `the import ${module}.${name}` : `the export ${exported}`;
      report({
        at: spanOf(source, comment),
        severity: "error",
        message: `${what} is reserved: only hardening may add names of sandglass`,
        witness:
          "the directive is in the source, and a module with such a name is refused before it is hardened",
        help: "remove the directive and the function below it",
      });
    } else if (target !== undefined) {
      report({
        at: spanOf(source, comment),
        severity: "warning",
        message: `go:linkname reaches into ${target}, past what its package exports`,
        help: "use the exported functions of the package",
      });
    } else if (CGO.test(text)) {
      report({
        at: spanOf(source, comment),
        severity: "warning",
        message: "a cgo directive: there is no cgo on wasip1",
        help: "write it in Go",
      });
    }
  }
}
