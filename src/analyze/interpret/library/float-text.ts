import { exactFloat } from "../convert-constant.ts";

/** Shortest digits that give back the float, and the decimal exponent of the first. */
function shortest(value: number, bits: number): readonly [string, number] {
  let text = value.toExponential();
  if (bits === 32) {
    for (let digits = 0; digits < 10; digits++) {
      text = value.toExponential(digits);
      if (Math.fround(Number(text)) === value) break;
    }
  }
  const [mantissa, exponent] = text.split("e");
  return [mantissa!.replace(".", ""), Number(exponent)];
}

const exponentText = (exponent: number): string =>
  `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;

/** A float as `%v` prints it (strconv 'g' with the shortest digits; the exponent form from 1e+06). */
export function floatText(value: number, bits: number, limit = 6): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0`;
  const [digits, exponent] = shortest(Math.abs(value), bits);
  if (exponent < -4 || exponent >= limit) {
    const rest = digits.slice(1);
    return `${sign}${digits[0]}${rest === "" ? "" : `.${rest}`}${exponentText(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const part = digits.slice(exponent + 1);
  return `${sign}${whole}${part === "" ? "" : `.${part}`}`;
}

/** A float as `%.Nf` prints it: rounded to even on an exact tie. */
export function fixedText(value: number, places: number): string {
  if (!Number.isFinite(value)) return floatText(value, 64);
  const { top, bottom } = exactFloat(Math.abs(value));
  const scaled = top * 10n ** BigInt(places);
  let whole = scaled / bottom;
  const twice = (scaled % bottom) * 2n;
  if (twice > bottom || (twice === bottom && whole % 2n === 1n)) whole += 1n;
  const digits = whole.toString().padStart(places + 1, "0");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + (places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`);
}
