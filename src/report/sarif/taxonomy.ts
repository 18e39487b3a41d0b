import type { SarifRule } from "./rules.ts";

/** The weaknesses that the rules of a log are about, each once, in the order of first use (SARIF 3.19.3). */
export class WeaknessIndex {
  readonly #indices = new Map<string, number>();

  /** Relationships of a rule to its weaknesses: each finding of the rule is one of them, so they are its supersets. */
  relationships(cwe: readonly string[]): object[] {
    return cwe.flatMap((name) => {
      const id = /^CWE-(\d+)$/.exec(name)?.[1];
      if (id === undefined) return [];
      const index = this.#indices.get(id) ?? this.#indices.size;
      this.#indices.set(id, index);
      return [{ target: { id, index, toolComponent: { name: "CWE", index: 0 } }, kinds: ["superset"] }];
    });
  }

  /** What a run with these rules says about the taxonomy itself; nothing when no rule has a weakness. */
  taxonomies(): object[] {
    if (this.#indices.size === 0) return [];
    const taxa = [...this.#indices.keys()].map((id) => ({
      id,
      helpUri: `https://cwe.mitre.org/data/definitions/${id}.html`,
    }));
    return [
      {
        name: "CWE",
        organization: "MITRE",
        shortDescription: { text: "The Common Weakness Enumeration." },
        informationUri: "https://cwe.mitre.org/",
        isComprehensive: false,
        taxa,
      },
    ];
  }
}

/** The driver's side of `taxonomies`: which of them its rules refer to. */
export function supportedTaxonomies(rules: readonly SarifRule[]): object[] {
  return rules.some((rule) => rule["relationships"] !== undefined) ? [{ name: "CWE", index: 0 }] : [];
}
