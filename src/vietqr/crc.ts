/**
 * The checksum at the end of every EMV payload: CRC-16/CCITT-FALSE as in ISO/IEC 13239 (polynomial 0x1021, start
 * 0xFFFF, nothing reflected, no final XOR). Its published check value: `123456789` gives `29B1`.
 */

function shifted(crc: number): number {
  return (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
}

/** Checksum of a text's UTF-8 bytes: four hex digits, upper case. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = shifted(crc);
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
