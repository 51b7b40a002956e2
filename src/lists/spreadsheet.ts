/**
 * Reads an .xlsx file row by row (ECMA-376 part 1, 18.3), in memory that does not grow with the number of rows but for the
 * table of shared texts, which has a limit. Values as they stand in the cells: nothing is calculated, no link is followed.
 */
import { attributeOf, readXml } from './xml.ts';
import { type ByteSource, FileProblem, openZip, type Zip } from './zip.ts';

export interface Cell {
  text: string;
  /** Written as a number; Excel writes days as numbers too. */
  isNumber: boolean;
  /** Calculated in the file: what it shows may depend on anything. */
  isFormula: boolean;
}

export interface SheetRow {
  /** As Excel numbers it, from 1. */
  line: number;
  /** By column letter; empty cells are not there. */
  cells: Map<string, Cell>;
}

export interface Spreadsheet {
  sheets: string[];
  rows(sheet: string): AsyncGenerator<SheetRow>;
}

/** More than any list of ours. */
export const MOST_ROWS = 200_000;
const MOST_COLUMNS = 100;
/** Where a sheet of Excel ends, empty rows included. */
const EXCEL_ROWS = 1_048_576;
/** A cell with more is a mistake or an attack. */
export const LONGEST_CELL = 2_000;
const MOST_SHARED_CHARACTERS = 48_000_000;

export async function openSpreadsheet(source: ByteSource): Promise<Spreadsheet> {
  const zip = await openZip(source);
  const paths = await sheetPaths(zip);
  let shared: Promise<string[]> | null = null;
  return {
    sheets: [...paths.keys()],
    async *rows(sheet) {
      const path = paths.get(sheet);
      if (path === undefined) throw new FileProblem(`Tệp không có trang "${sheet}".`);
      shared ??= sharedTexts(zip);
      yield* sheetRows(zip, path, await shared);
    },
  };
}

async function sheetPaths(zip: Zip): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  for await (const events of readXml(zip.read('xl/_rels/workbook.xml.rels'))) {
    for (const event of events) {
      if (event.type !== 'open' || event.name !== 'Relationship') continue;
      const target = attributeOf(event.attributes, 'Target') ?? '';
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      if (attributeOf(event.attributes, 'TargetMode') !== 'External')
        targets.set(attributeOf(event.attributes, 'Id') ?? '', path);
    }
  }
  const paths = new Map<string, string>();
  for await (const events of readXml(zip.read('xl/workbook.xml'))) {
    for (const event of events) {
      if (event.type !== 'open' || event.name !== 'sheet') continue;
      const [name, id] = [
        attributeOf(event.attributes, 'name'),
        / \w+:id\s*=\s*["']([^"']*)/.exec(event.attributes)?.[1],
      ];
      const path = targets.get(id ?? '');
      if (name !== null && path !== undefined) paths.set(name.normalize('NFC'), path);
    }
  }
  return paths;
}

/** Only the texts: pronunciation marks and formats are dropped. */
async function sharedTexts(zip: Zip): Promise<string[]> {
  const texts: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return texts;
  let characters = 0;
  let current: string | null = null;
  let inText = false;
  let inPhonetic = false;
  for await (const events of readXml(zip.read('xl/sharedStrings.xml'))) {
    for (const event of events) {
      if (event.type === 'text') {
        if (inText && !inPhonetic && current !== null && current.length <= LONGEST_CELL) current += event.text;
      } else if (event.name === 'si') {
        if (event.type === 'open' && !event.isEmpty) current = '';
        else {
          texts.push(current ?? '');
          characters += current?.length ?? 0;
          current = null;
          if (characters > MOST_SHARED_CHARACTERS)
            throw new FileProblem('Tệp có quá nhiều chữ. Chia thành nhiều tệp nhỏ hơn.');
        }
      } else if (event.name === 't') inText = event.type === 'open' && !event.isEmpty;
      else if (event.name === 'rPh') inPhonetic = event.type === 'open' && !event.isEmpty;
    }
  }
  return texts;
}

interface OpenCell {
  column: string;
  type: string;
  value: string;
  inline: string;
  isFormula: boolean;
}

async function* sheetRows(zip: Zip, path: string, shared: readonly string[]): AsyncGenerator<SheetRow> {
  let row: SheetRow | null = null;
  let cell: OpenCell | null = null;
  let reading: 'value' | 'inline' | null = null;
  let line = 0;
  let rows = 0;
  let elements = 0;
  for await (const events of readXml(zip.read(path))) {
    for (const event of events) {
      if (event.type === 'text') {
        if (!cell || !reading) continue;
        if (reading === 'value') cell.value = limited(cell.value, event.text);
        else cell.inline = limited(cell.inline, event.text);
        continue;
      }
      const opens = event.type === 'open';
      switch (event.name) {
        case 'row':
          if (opens) {
            line = Number(attributeOf(event.attributes, 'r') ?? line + 1);
            row = { line, cells: new Map() };
          }
          if (row && (!opens || event.isEmpty)) {
            elements += 1;
            if (elements > EXCEL_ROWS) throw new FileProblem('Tệp nở ra quá lớn nên không đọc.');
            if (row.cells.size > 0) {
              rows += 1;
              if (rows > MOST_ROWS) throw new FileProblem(`Quá ${MOST_ROWS} dòng. Chia thành nhiều tệp nhỏ hơn.`);
              yield row;
            }
            row = null;
          }
          break;
        case 'c':
          if (opens) {
            const column =
              /^[A-Z]{1,3}/.exec(attributeOf(event.attributes, 'r') ?? '')?.[0] ?? letters(row?.cells.size ?? 0);
            cell = { column, type: attributeOf(event.attributes, 't') ?? 'n', value: '', inline: '', isFormula: false };
          }
          if (!opens || (opens && event.isEmpty)) {
            if (cell && row && row.cells.size < MOST_COLUMNS) keepCell(row, cell, shared);
            cell = null;
          }
          break;
        case 'f':
          if (cell) cell.isFormula = true;
          break;
        case 'v':
          reading = opens && !event.isEmpty ? 'value' : null;
          break;
        case 't':
          reading = opens && !event.isEmpty ? 'inline' : null;
          break;
      }
    }
  }
}

/** One character more than allowed is enough to know that it is too long. */
const limited = (before: string, more: string): string => (before + more).slice(0, LONGEST_CELL + 1);

function keepCell(
  row: SheetRow,
  { column, type, value, inline, isFormula }: OpenCell,
  shared: readonly string[],
): void {
  const raw = type === 's' ? (shared[Number(value)] ?? '') : type === 'inlineStr' ? inline : value;
  const text = raw
    .normalize('NFC')
    .replace(/[\s\u00a0\u200b\ufeff]+/g, ' ')
    .trim();
  if (text === '' && !isFormula) return;
  row.cells.set(column, { text, isNumber: type === 'n', isFormula });
}

const letters = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : letters(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));
