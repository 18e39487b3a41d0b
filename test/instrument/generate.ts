import fc from "fast-check";

/**
 * Generates modules that end: every loop has a counter of its own, calls go only to later functions. Each body mixes
 * straight code, ifs with values, nested blocks, branches out of them (plain, conditional, by table), loops with early
 * `continue` and `break`, calls, returns and memory instructions. Text form; exports `f`.
 */
export const modules: fc.Arbitrary<string> = fc
  .array(
    fc.nat({ max: 2 ** 31 - 1 }).chain((seed) => fc.constant(seed)),
    { minLength: 2, maxLength: 5 },
  )
  .map((seeds) => {
    const functions = seeds.map((seed, index) => new Generator(seed, index, seeds.length).text());
    return `(memory 1 4) (global $g (mut i32) (i32.const 7)) (type $t (func (param i32) (result i32)))
      (table funcref (elem ${seeds.map((_, i) => `$f${i}`).join(" ")}))
      ${functions.join("\n")}`;
  });

const FUEL_BY_DEPTH = 4;

class Generator {
  private state: number;
  private loops = 0;
  private labels = 0;
  private readonly index: number;
  private readonly count: number;

  constructor(seed: number, index: number, count: number) {
    this.state = seed || 1;
    this.index = index;
    this.count = count;
  }

  text(): string {
    const body = this.statements(FUEL_BY_DEPTH, []);
    const counters = Array.from({ length: this.loops }, (_, i) => `(local $c${i} i32)`).join(" ");
    const exported = this.index === 0 ? '(export "f")' : "";
    return `(func $f${this.index} ${exported} (type $t) (param $x i32) (result i32) (local $y i32) ${counters}
      ${body} ${this.value(2, [])})`;
  }

  /** xorshift32 (Marsaglia 2003). */
  private pick(bound: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }

  private statements(depth: number, labels: readonly string[]): string {
    return Array.from({ length: 1 + this.pick(4) }, () => this.statement(depth, labels)).join("\n");
  }

  private statement(depth: number, labels: readonly string[]): string {
    const target = labels.length > 0 ? labels[this.pick(labels.length)] : undefined;
    const kind = this.pick(depth > 0 ? 14 : 6);
    switch (kind) {
      case 0:
      case 1:
        return `(local.set ${this.pick(2) ? "$x" : "$y"} ${this.value(depth, labels)})`;
      case 2:
        return `(global.set $g (i32.add (global.get $g) ${this.value(depth - 1, labels)}))`;
      case 3:
        return target === undefined ? "nop" : `(br_if ${target} ${this.value(depth - 1, labels)})`;
      case 4:
        return `(i32.store (i32.const ${4 * this.pick(99)}) ${this.value(depth - 1, labels)})`;
      case 5:
        return `(memory.fill (i32.const 0) ${this.value(0, [])} (i32.const ${this.pick(50)}))`;
      case 6:
        return target === undefined ? "nop" : `(if ${this.value(1, labels)} (then (br ${target})))`;
      case 7:
        return `(if ${this.value(1, labels)} (then ${this.statements(depth - 1, labels)}))`;
      case 8: {
        const arms = [this.statements(depth - 1, labels), this.statements(depth - 1, labels)];
        return `(if ${this.value(1, labels)} (then ${arms[0]}) (else ${arms[1]}))`;
      }
      case 9:
        return this.block(depth, labels);
      case 10:
      case 11:
        return this.loop(depth, labels);
      case 12:
        return this.table(depth, labels);
      default:
        return `(if ${this.value(1, labels)} (then (return ${this.value(1, labels)})))`;
    }
  }

  private block(depth: number, labels: readonly string[]): string {
    const label = `$l${this.labels++}`;
    return `(block ${label} ${this.statements(depth - 1, [...labels, label])})`;
  }

  /** `continue` goes to a block inside, so that the counter always counts. */
  private loop(depth: number, labels: readonly string[]): string {
    const [counter, label] = [`$c${this.loops++}`, `$l${this.labels++}`];
    const inner = [...labels, `${label}break`, `${label}next`];
    return `(local.set ${counter} (i32.const ${1 + this.pick(4)}))
      (block ${label}break (loop ${label} (block ${label}next ${this.statements(depth - 2, inner)})
        (br_if ${label} (local.tee ${counter} (i32.sub (local.get ${counter}) (i32.const 1))))))`;
  }

  private table(depth: number, labels: readonly string[]): string {
    const own = [0, 1, 2].map(() => `$l${this.labels++}`);
    const targets = Array.from({ length: 4 }, () => own[this.pick(3)]).join(" ");
    const parts = own.map((_, i) => this.statements(depth - 2, [...labels, ...own.slice(i + 1)]));
    return `(block ${own[2]} (block ${own[1]} (block ${own[0]}
      (br_table ${targets} (i32.and ${this.value(1, labels)} (i32.const 3)))) ${parts[0]}) ${parts[1]}) ${parts[2]}`;
  }

  private value(depth: number, labels: readonly string[]): string {
    const kind = this.pick(depth > 0 ? 11 : 4);
    const sub = (): string => this.value(depth - 1, labels);
    const later = this.index + 1 + this.pick(Math.max(1, this.count - this.index - 1));
    switch (kind) {
      case 0:
        return "(local.get $x)";
      case 1:
        return "(local.get $y)";
      case 2:
        return `(i32.const ${this.pick(9) - 2})`;
      case 3:
        return "(global.get $g)";
      case 4:
        return `(i32.add ${sub()} ${sub()})`;
      case 5:
        return `(i32.lt_s ${sub()} ${sub()})`;
      case 6:
        return `(if (result i32) ${sub()} (then ${sub()}) (else ${this.statements(depth - 2, labels)} ${sub()}))`;
      case 7:
        return `(block (result i32) ${this.statements(depth - 2, labels)} ${sub()})`;
      case 8:
        return later < this.count ? `(call $f${later} ${sub()})` : "(memory.size)";
      case 9:
        return later < this.count
          ? `(call_indirect (type $t) ${sub()} (i32.const ${later}))`
          : "(i32.load8_u (i32.const 3))";
      default:
        return this.pick(3) === 0 ? "(memory.grow (i32.load8_u (i32.const 2)))" : `(local.tee $y ${sub()})`;
    }
  }
}
