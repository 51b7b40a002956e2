/** The few colours of a step picture, and how well they are told apart. */

export type Colour = `#${string}`;

/**
 * Flat colours only: few of them keep the indexed PNG small, and the one warm colour belongs to the highlighted spot.
 * Every pair used for words differs by at least 4.5:1 (WCAG 2.2, 1.4.3), the greyed ones too.
 */
export const PALETTE = {
  paper: '#ffffff',
  ink: '#12263a',
  band: '#0b3d66',
  bandWord: '#ffd43b',
  segment: '#4d7396',
  titleBar: '#1864ab',
  homeBar: '#495867',
  row: '#eff2f5',
  rowEdge: '#c5ced8',
  quietWord: '#55626d',
  quietButton: '#dde3e9',
  tile: '#dde4ea',
  veil: '#aab4be',
  shade: '#8a97a4',
  ring: '#d9480f',
  spot: '#ffe3a3',
  targetTile: '#c92a2a',
  tick: '#2b7a3b',
  skin: '#f3d3b5',
} as const satisfies Record<string, Colour>;

function luminance(colour: Colour): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast ratio of two colours as WCAG 2.2 defines it, from 1 (the same) to 21 (black on white). */
export function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}
