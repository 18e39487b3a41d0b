import { describe, expect, test } from "vitest";
import { indexPackage } from "../../../src/analyze/flow/package-index.ts";
import { GO_LIBRARY, withLibrary } from "../../../src/analyze/interpret/go-library/index.ts";
import { openGoFile } from "../../../src/source/go-file.ts";
import { sharedParser } from "../expectations.ts";

describe("packages of the library as Go source", () => {
  test.each(Object.keys(GO_LIBRARY))(
    "%s is parsed without errors, and its functions are found",
    async (path) => {
      const text = `package main\n\nimport _ "${path}"\n\nfunc main() {}\n`;
      const file = await openGoFile({ path: "main.go", text }, await sharedParser());
      if ("refused" in file) throw new Error(file.refused);
      const { functions } = withLibrary(indexPackage([file], "nothing"));
      expect(functions.length).toBeGreaterThan(0);
    },
  );
});
