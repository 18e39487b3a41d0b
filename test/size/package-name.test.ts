import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packageOf } from "../../src/size/package-name.ts";

describe("the package of a symbol", () => {
  test.each([
    ["fmt.Println", "fmt"],
    ["fmt.(*pp).printValue", "fmt"],
    ["net/http.(*Server).Serve.func1", "net/http"],
    ["internal/abi.(*Type).Elem", "internal/abi"],
    ["github.com/a/b%2ec.Run", "github.com/a/b.c"],
    ["gopkg.in/yaml%2ev3.Marshal", "gopkg.in/yaml.v3"],
    ["vendor/golang.org/x/net/idna.init", "vendor/golang.org/x/net/idna"],
    ["slices.SortFunc[go.shape.[]main.T,go.shape.int]", "slices"],
    ["sync/atomic.(*Pointer[go.shape.struct { a/b.c int }]).Load", "sync/atomic"],
    ["main..inittask", "main"],
    ["type:.eq.[2]sync.Mutex", "sync"],
    ["type:.hash.net/netip.Addr", "net/netip"],
    ["type:.eq.struct { a int; b net/http.Header }", "net/http"],
    ["struct { *sync.Mutex }.Lock", "sync"],
    ["struct { a github.com/x/y%2ez.T }.Do", "github.com/x/y.z"],
    ["go:buildid", "runtime"],
    ["memeqbody", "(none)"],
    ["_rt0_wasm_wasip1", "(none)"],
    ["type:.eq.[2]string", "(none)"],
    ["(*fmt.pp).free", "fmt"],
    ["core::fmt::Formatter::pad::h0123456789abcdef", "core"],
    ["<alloc::string::String as core::fmt::Debug>::fmt", "alloc"],
    ["<&dyn core::any::Any>::type_id", "core"],
    ["_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core"],
    ["_ZN60_$LT$alloc..string..String$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE", "alloc"],
    ["_ZNKSt3foo", "(none)"],
    ["_RNvCs1234_7mycrate3foo", "mycrate"],
    ["malloc", "(none)"],
    ["", "(none)"],
  ])("of %s is %s", (name, expected) => {
    expect(packageOf(name, "(none)")).toBe(expected);
  });

  test("is found for any name, and is never empty", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("", "_ZN", "_R", "type:.eq.", "struct {", "go:"),
        (text, prefix) => {
          expect(packageOf(prefix + text, "(none)")).not.toBe("");
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test.each(["struct ", "_R", "_ZN9", "a::", "type:.eq.struct {", "struct ./", "struct .a", "C", "Cs", "."])(
    "is found quickly for a name of a megabyte that repeats %j",
    (part) => {
      expect(packageOf(part.repeat(1_000_000 / part.length), "(none)")).toBeTypeOf("string");
    },
    2000,
  );
});
