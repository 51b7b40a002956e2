import type { Box, Mark } from '../marks.ts';
import { type Colour, PALETTE } from '../palette.ts';

/**
 * A square code as a sign, not as a code: three corner marks and a handful of cells on a 13-cell grid. The smallest
 * real QR code has 21 cells, so no camera reads this one.
 */
const CELLS = [
  '     ##      ',
  '      #      ',
  '     # #     ',
  '       #     ',
  '     ##      ',
  '# # ## # # ##',
  ' ##  ## ## # ',
  '# # #  # # ##',
  '     ## # #  ',
  '     # # ## #',
  '      ##  ## ',
  '     #  # # #',
  '     ## ## # ',
] as const;
const GRID = CELLS.length;

export function squareCode(box: Box, colour: Colour): Mark[] {
  const cell = box.width / GRID;
  const square = (x: number, y: number, size: number, fill: Colour): Mark => ({
    shape: 'rect',
    x: box.x + x * cell,
    y: box.y + y * cell,
    width: size * cell,
    height: size * cell,
    radius: size > 1 ? cell * 0.6 : cell * 0.2,
    fill,
  });
  const corner = (x: number, y: number): Mark[] => [
    square(x, y, 4, colour),
    square(x + 0.8, y + 0.8, 2.4, PALETTE.paper),
    square(x + 1.4, y + 1.4, 1.2, colour),
  ];
  const cells = CELLS.flatMap((row, y) =>
    [...row].flatMap((mark, x) => (mark === '#' ? [square(x, y, 1, colour)] : [])),
  );
  return [...corner(0, 0), ...corner(GRID - 4, 0), ...corner(0, GRID - 4), ...cells];
}
