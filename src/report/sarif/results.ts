import type { Finding, RelatedPlace } from "../../source/finding.ts";
import { type ArtifactIndex, physicalLocation } from "./location.ts";
import { LEVELS } from "./rules.ts";
import { linkText, oneLine, plainText } from "./text.ts";

/** GitHub shows 100 locations of a result and 1,000 steps of a flow. */
const RELATED_LOCATIONS = 99;
const FLOW_STEPS = 1_000;

export interface ResultIndices {
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly artifacts: ArtifactIndex;
}

/** A finding as a SARIF result. `reason` is given for one that a comment in the source suppresses. */
export function sarifResult(finding: Finding, reason: string | undefined, indices: ResultIndices): object {
  const { artifacts } = indices;
  const related = finding.related.slice(0, RELATED_LOCATIONS);
  return {
    ruleId: finding.rule,
    ruleIndex: indices.ruleIndex.get(finding.rule) ?? -1,
    level: LEVELS[finding.severity],
    message: { text: messageText(finding, related) },
    locations: [{ physicalLocation: physicalLocation(finding, artifacts) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, index) => ({
            id: index + 1,
            ...stepLocation(place, artifacts),
          })),
        }),
    ...(finding.path === undefined ? {} : { codeFlows: [codeFlow(finding.path, artifacts)] }),
    partialFingerprints: {
      primaryLocationLineHash: oneLine(finding.fingerprint),
      "sandglassFinding/v1": oneLine(finding.fingerprint),
    },
    suppressions:
      reason === undefined ? [] : [{ kind: "inSource", status: "accepted", justification: oneLine(reason) }],
    properties: {
      hazard: finding.hazard,
      ...(finding.witness === undefined ? {} : { witness: finding.witness }),
      ...(finding.help === "" ? {} : { help: finding.help }),
    },
  };
}

/** GitHub shows a related place only when the message links it. */
function messageText(finding: Finding, related: readonly RelatedPlace[]): string {
  const links = related.map((place, index) => `[${linkText(place.message || "see here")}](${index + 1})`);
  const text = [plainText(finding.message), ...links].join("; ");
  const witness = finding.witness === undefined ? "" : ` Proof: ${ended(plainText(finding.witness))}`;
  const help = finding.help === "" ? "" : ` Help: ${ended(plainText(finding.help))}`;
  return `${ended(text)}${witness}${help}`;
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/**
 * One thread flow even where the steps are those of two goroutines: viewers show the first, and `executionOrder` says the
 * order in which the steps happen (SARIF 3.38.11).
 */
function codeFlow(path: readonly RelatedPlace[], artifacts: ArtifactIndex): object {
  const locations = path.slice(0, FLOW_STEPS).map((step, index) => ({
    location: stepLocation(step, artifacts),
    executionOrder: index + 1,
    importance: "essential",
  }));
  return { threadFlows: [{ locations }] };
}

function stepLocation(place: RelatedPlace, artifacts: ArtifactIndex): object {
  return {
    physicalLocation: physicalLocation(place, artifacts),
    message: { text: oneLine(place.message) || "here" },
  };
}
