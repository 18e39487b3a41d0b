import { textOf } from "../../source/tree.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import { type Draft, spanOf } from "../rule.ts";

/** `//go:linkname local remote` and nothing more, as the compiler wants it. */
const LINKNAME = /^\/\/go:linkname\s+(\S+)\s+(\S+)\s*$/;
const CGO = /^\/\/go:cgo_\w+/;

/** Reports directives that reach past the language into other packages. */
export function reportLinknames(file: IndexedFile, report: (finding: Draft) => void): void {
  const { source } = file;
  for (const comment of file.comments) {
    if (!source.text.startsWith("//go:", source.tree.start[comment])) continue;
    const text = textOf(source.tree, comment);
    const linkname = LINKNAME.exec(text);
    const target = linkname?.[2];
    if (target !== undefined) {
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
