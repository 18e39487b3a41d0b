import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isModulePath, parseGoMod } from "../../src/build/go-mod.ts";
import { parseVendorList, vendoredFiles } from "../../src/build/vendor.ts";

describe("a go.mod", () => {
  test("gives its path, language and requirements, and the rest as ignored", () => {
    const text = `// head
module "example.com/app" // the app

go 1.22.1
toolchain go1.30.0

require golang.org/x/text v0.3.0 // indirect
require (
	example.com/B/v2 v2.0.0-20200101000000-abcdefabcdef
	bad/../path v1.0.0
	example.com/c latest
)
replace (
	golang.org/x/text => ../../etc
)
whatever x y
`;
    expect(parseGoMod(text)).toEqual({
      modulePath: "example.com/app",
      goVersion: "1.22.1",
      goLine: 4,
      requirements: [
        { path: "golang.org/x/text", version: "v0.3.0" },
        { path: "example.com/B/v2", version: "v2.0.0-20200101000000-abcdefabcdef" },
      ],
      ignored: [
        { line: 5, text: "toolchain go1.30.0" },
        { line: 10, text: "require bad/../path v1.0.0" },
        { line: 11, text: "require example.com/c latest" },
        { line: 14, text: "replace golang.org/x/text => ../../etc" },
        { line: 16, text: "whatever x y" },
      ],
    });
  });

  test("never gives a path or version that could break out of a line or a folder", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, version) => {
        const { modulePath, requirements } = parseGoMod(`module ${path}\nrequire ${path} ${version}\n`);
        for (const text of [modulePath ?? "a", ...requirements.flatMap((one) => [one.path, one.version])]) {
          expect(text).toMatch(/^[A-Za-z0-9._~/+-]+$/);
          expect(text.split("/")).not.toContain("..");
        }
      }),
    );
  });

  test.each(["", "/a", "a//b", "../a", "a/..", "a b", "a\nb", "-a", "a/.git", "a@b"])(
    "does not take %j for a module path",
    (path) => {
      expect(isModulePath(path)).toBe(false);
    },
  );
});

describe("a vendor folder", () => {
  test("lists its modules with their language", () => {
    const text =
      "# example.com/a v1.0.0\n## explicit; go 1.20\nexample.com/a/x\n# example.com/b v2.0.0 => ../b\n## explicit\n# ../evil v1.0.0\n";
    expect(parseVendorList(text)).toEqual([
      { path: "example.com/a", goVersion: "1.20" },
      { path: "example.com/b", goVersion: "1.16" },
    ]);
  });

  test("keeps a module apart from the ones inside of its path", () => {
    const files = new Map(
      ["vendor/m/a.go", "vendor/m/v2/b.go", "vendor/n/c.go"].map((path) => [path, new Uint8Array()]),
    );
    const modules = ["m", "m/v2", "n"].map((path) => ({ path, goVersion: "1.20" }));
    expect([...vendoredFiles("m", modules, files).keys()]).toEqual(["a.go"]);
    expect([...vendoredFiles("m/v2", modules, files).keys()]).toEqual(["b.go"]);
  });
});
