/**
 * Checksums of an algorithm and of its translation, as the first marker's line carries them:
 * `\* BEGIN TRANSLATION (chksum(pcal) = "897143fd" /\ chksum(tla) = "19c493d6")`.
 *
 * The CRC-32 is that of ISO 3309 and zip files, in hexadecimal without leading zeros.
 */

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of the text in UTF-8, as lower-case hexadecimal. */
export function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ((crc ^ 0xffffffff) >>> 0).toString(16);
}

/** Of the lines of a translation, joined without breaks. */
export function checksumOfLines(lines: readonly string[]): string {
  return checksum(lines.join(""));
}

/** Of an algorithm. For a fair algorithm the reference translator takes it of this word alone. */
export function checksumOfTree(tree: string, isFair: boolean): string {
  return checksum(isFair ? "fair" : tree);
}

export interface Checksums {
  readonly pcal: string;
  readonly tla: string;
}

const recorded =
  /(\\\* BEGIN TRANSLATION\s+\(\s*ch(?:ec)?ksum\(p(?:lus)?cal\)\s*)(?:=\s*"([0-9A-Fa-f]*)"|\\in\s*STRING)(\s*\/\\\s*ch(?:ec)?ksum\(tla\+?\)\s*)(?:=\s*"([0-9A-Fa-f]*)"|\\in\s*STRING)\s*\)/i;

/** What a marker's line says. A part that reads `\in STRING` is not checked: it is undefined. */
export interface RecordedChecksums {
  readonly pcal: string | undefined;
  readonly tla: string | undefined;
}

/** The checksums of a marker's line; undefined when it has none. */
export function readChecksums(marker: string): RecordedChecksums | undefined {
  const match = recorded.exec(marker);
  return match === null ? undefined : { pcal: match[2], tla: match[4] };
}

export const newMarker = (checksums: Checksums): string =>
  `\\* BEGIN TRANSLATION (chksum(pcal) = "${checksums.pcal}" /\\ chksum(tla) = "${checksums.tla}")`;

/** The marker's line with new checksums where it has any; a part that is not checked stays so. */
export function withChecksums(marker: string, { pcal, tla }: Checksums): string {
  const match = recorded.exec(marker);
  if (match === null) return marker;
  let text = match[0];
  // The algorithm's comes first; a replacement that is a function takes `$` literally.
  if (match[2] !== undefined) text = text.replace(/"[0-9A-Fa-f]*"/, () => `"${pcal}"`);
  if (match[4] !== undefined) text = text.replace(/"[0-9A-Fa-f]*"(?=\s*\)$)/, () => `"${tla}"`);
  return marker.slice(0, match.index) + text + marker.slice(match.index + match[0].length);
}
