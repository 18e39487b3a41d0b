import loadWabt from "wabt";
import { readModule } from "../../src/wasm/reader.ts";
import { WABT_FEATURES } from "../../src/wasm/validate.ts";
import { sectionPayload, spliceSections, writeModule } from "../../src/wasm/writer.ts";

/** Has everything that is counted. Function 7 charges lengths and 8 grows memory in its artifacts; fuel is global 0, stop 1. */
export const HONEST = `(memory (export "memory") 1)
  (table $t 4 10 funcref) (elem (table $t) (i32.const 0) func $leaf)
  (func $leaf (result i32) i32.const 1)
  (func $spin (export "spin") (param i32)
    (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func $rec (export "rec") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $rec (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
  (func $fill (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 0) (local.get 0)))
  (func $grow (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func $tgrow (export "tgrow") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0)))
  (func $ind (export "ind") (param i32) (result i32) (call_indirect (param i32) (result i32) (i32.const 1) (local.get 0)))`;

/** A change of an artifact's text, and what the proof then says. */
export interface Tampering {
  readonly name: string;
  readonly edit: (text: string) => string;
  readonly objection: RegExp;
}

/** Changes the text of one function. */
const inFunction =
  (index: number, change: (text: string) => string) =>
  (text: string): string => {
    const start = text.indexOf(`  (func (;${index};)`);
    const next = text.slice(start + 3).search(/\n {2}\((func|table|memory|global|export)/);
    const end = start + 3 + next;
    return text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
  };
const swap = (what: string | RegExp, by: string) => (text: string) => text.replace(what, by);
/** Instructions at the beginning of a function. */
const first = (code: string) => swap(/((?: {4}\(local.*\)\n)?)(\n? {4}[a-z])/, `$1\n    ${code}$2`);
const field = (text: string) => (all: string) => all.replace(/\)\s*$/, `\n${text})`);
const CHECK = /\s+i64\.const 0\s+i64\.lt_s\s+if[\s\S]*?\n {4,6}end/;

export const TAMPERED: readonly Tampering[] = [
  {
    name: "the check of a loop is gone",
    edit: inFunction(1, (f) => f.replace(CHECK, "\n drop")),
    objection: /round without a check/,
  },
  {
    name: "a loop is charged nothing",
    edit: inFunction(1, swap("i64.const 5", "i64.const 0")),
    objection: /round without using fuel/,
  },
  {
    name: "a loop gets fuel",
    edit: inFunction(1, swap("i64.const 5", "i64.const -5")),
    objection: /round without using fuel/,
  },
  {
    name: "the floor of a check is out of reach",
    edit: inFunction(1, swap(/i64\.const 0(?=\s+i64\.lt_s)/, "i64.const -900000000")),
    objection: /round without a check/,
  },
  {
    name: "a check does not trap",
    edit: inFunction(1, swap(/i32\.const 1\s+global\.set 1\s+unreachable/, "nop")),
    objection: /round without a check/,
  },
  {
    name: "a check looks at a constant",
    edit: inFunction(1, swap(/(?=i64\.const 0\s+i64\.lt_s)/, "drop i64.const 7 ")),
    objection: /round without a check/,
  },
  {
    name: "a check looks the other way",
    edit: inFunction(1, swap("i64.lt_s", "i64.ge_s")),
    objection: /round without a check/,
  },
  {
    name: "a check looks at an argument",
    edit: inFunction(1, swap(/(?=i64\.const 0\s+i64\.lt_s)/, "drop local.get 0 i64.extend_i32_s ")),
    objection: /round without a check/,
  },
  {
    name: "a branch leads back before the check",
    edit: inFunction(1, swap(/(loop.*\n)/, "$1 local.get 0 br_if 0\n")),
    objection: /round without (a check|using fuel)/,
  },
  {
    name: "fuel is set anew",
    edit: inFunction(4, first("i64.const 1000 global.set 0")),
    objection: /fuel is set to what is not fuel/,
  },
  {
    name: "fuel is given back",
    edit: inFunction(0, swap("i64.sub", "i64.add")),
    objection: /may give fuel back/,
  },
  {
    name: "a charge is so large that fuel wraps round",
    edit: inFunction(0, swap("i64.const 2", "i64.const 9223372036854775807")),
    objection: /fuel is set to what is not fuel/,
  },
  { name: "a loop is added", edit: inFunction(0, first("loop br 0 end")), objection: /round without/ },
  {
    name: "a recursion does not check",
    edit: inFunction(2, (f) => f.replace(CHECK, "\n drop")),
    objection: /call itself again and again/,
  },
  {
    name: "an indirect call does not check",
    edit: inFunction(6, (f) => f.replace(CHECK, "\n drop")),
    objection: /call itself again and again/,
  },
  {
    name: "fuel is not stored before a call",
    edit: inFunction(2, swap(/local\.tee 1\s+global\.set 0\s+local\.get 1/, "local.tee 1")),
    objection: /call is reached without a charge/,
  },
  {
    name: "fuel is not fetched after a call",
    edit: inFunction(2, swap(/global\.get 0\s+local\.set 1\s+(?=local\.get 0\s+else|else)/, "")),
    objection: /fuel is set to what is not fuel|different places/,
  },
  {
    name: "fuel is not stored at the end",
    edit: inFunction(1, swap(/global\.set 0(\)?)$/, "drop$1")),
    objection: /not brought to the global/,
  },
  {
    name: "memory grows past the hook",
    edit: inFunction(4, swap("call 8", "memory.grow")),
    objection: /memory grows past the limit/,
  },
  {
    name: "memory grows in another place as well",
    edit: inFunction(0, first("i32.const 1 memory.grow drop")),
    objection: /memory grows past the limit/,
  },
  {
    name: "the hook looks the other way",
    edit: inFunction(8, swap("i64.gt_u", "i64.lt_u")),
    objection: /memory grows past the limit/,
  },
  {
    name: "a fill is not charged",
    edit: inFunction(3, swap(/i64\.const 0\s+call 7\s+/, "")),
    objection: /bulk operation is not charged/,
  },
  {
    name: "a fill is charged once and done twice",
    edit: inFunction(
      3,
      swap(
        /call 7\s+memory\.fill/,
        "call 7 local.tee 0 memory.fill i32.const 0 i32.const 0 local.get 0 memory.fill",
      ),
    ),
    objection: /bulk operation is not charged/,
  },
  {
    name: "a fill is charged with a floor out of reach",
    edit: inFunction(3, swap(/i64\.const 0(?=\s+call 7)/, "i64.const -9000000000")),
    objection: /compares with what is no floor/,
  },
  { name: "lengths are given back", edit: inFunction(7, swap("i64.sub", "i64.add")), objection: /./ },
  {
    name: "a table grows for nothing",
    edit: inFunction(5, swap(/call 10(\)?)$/, "$1")),
    objection: /table grows without being charged/,
  },
  {
    name: "the limit of memory is raised",
    edit: inFunction(4, first("i32.const 65536 global.set 2")),
    objection: /writes to sandglass.memory_limit_pages/,
  },
  {
    name: "the reason for stopping is forged",
    edit: inFunction(0, first("i32.const 0 global.set 1")),
    objection: /reason for stopping and goes on/,
  },
  {
    name: "fuel has a second name",
    edit: field('(export "again" (global 0))'),
    objection: /export again gives a counter away/,
  },
  {
    name: "the hook is exported",
    edit: field('(export "hook" (func 8))'),
    objection: /export hook gives a function of the counters away/,
  },
  {
    name: "a function of the counters is in a table",
    edit: swap("func 0)", "func 0 7)"),
    objection: /table gives a function of the counters away/,
  },
  {
    name: "the guest refers to a function of the counters",
    edit: (text) => field("(elem declare func 7)")(inFunction(0, first("ref.func 7 drop"))(text)),
    objection: /function of the counters/,
  },
  {
    name: "an export of the ABI is missing",
    edit: swap(/\(export "sandglass\.stop".*\)\n/, ""),
    objection: /sandglass.stop is missing/,
  },
  {
    name: "the export of fuel is another global",
    edit: (text) =>
      field("(global (mut i64) (i64.const 1000000))")(text).replace(
        /"sandglass\.fuel" \(global 0\)/,
        `"sandglass.fuel" (global ${text.match(/\(global \(;/g)!.length})`,
      ),
    objection: /./,
  },
  {
    name: "the ABI has another version",
    edit: swap("i32 (i32.const 1))\n", "i32 (i32.const 2))\n"),
    objection: /not version 1/,
  },
  {
    name: "there is an export that looks like one of the ABI",
    edit: field('(export "sandglass.more" (func 0))'),
    objection: /none of the ABI/,
  },
  {
    name: "there is more fuel than the manifest says",
    edit: swap("(i64.const 1000000)", "(i64.const 2000000)"),
    objection: /another amount of fuel/,
  },
  {
    name: "memory has no maximum",
    edit: swap("(memory (;0;) 1 256)", "(memory (;0;) 1)"),
    objection: /grow beyond the limit/,
  },
  {
    name: "the maximum of memory is raised",
    edit: swap("(memory (;0;) 1 256)", "(memory (;0;) 1 512)"),
    objection: /grow beyond the limit/,
  },
  {
    name: "the limit of memory is another than the manifest says",
    edit: swap("(mut i32) (i32.const 256)", "(mut i32) (i32.const 512)"),
    objection: /another limit of memory/,
  },
  {
    name: "a table has no maximum",
    edit: swap("(table (;0;) 4 10 funcref)", "(table (;0;) 4 funcref)"),
    objection: /table may grow without a limit/,
  },
  {
    name: "a start function loops",
    edit: field("(func loop br 0 end) (start 11)"),
    objection: /round without/,
  },
  {
    name: "calls double without a check",
    edit: field(doubling(40)),
    objection: /instructions may run between two checks/,
  },
  {
    name: "a call by the host's own loop of tail calls",
    edit: field("(func return_call 11)"),
    objection: /call is reached without a charge/,
  },
];

/** Functions that pay but never check, each of which calls the next one twice. */
function doubling(count: number): string {
  const pay = "global.get 0 i64.const 9 i64.sub global.set 0";
  return Array.from({ length: count }, (_, i) => {
    const calls = i + 1 < count ? `call ${12 + i} call ${12 + i}` : "";
    return `(func ${pay} ${calls})`;
  }).join("\n");
}

/** The artifact with its text edited; its manifest stays. Throws when the edit changes nothing. */
export async function tampered(wasm: Uint8Array, edit: (text: string) => string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.readWasm(wasm, WABT_FEATURES);
  const text = module.toText({ foldExprs: false, inlineExport: false });
  module.destroy();
  const edited = edit(text);
  if (edited === text && edit !== unchanged) throw new Error("the edit changes nothing");
  const parsed = wabt.parseWat("tampered.wat", edited, WABT_FEATURES);
  const bytes = new Uint8Array(parsed.toBinary({}).buffer);
  parsed.destroy();
  const custom = readModule(wasm).customSections.map(({ section }) => ({
    id: section.id,
    payload: sectionPayload(readModule(wasm), section),
  }));
  return writeModule([...spliceSections(readModule(bytes), new Map()), ...custom]);
}

/** To text and back. */
export const unchanged = (text: string): string => text;
