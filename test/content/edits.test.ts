import { describe, expect, it } from 'vitest';
import { edited, lostIn, placesOf, spotOf, tidy, valueAt, worded } from '../../src/content/edits.ts';
import { flowsIn, flowsWith, withEdits } from '../../src/content/library.ts';
import { resolvePicture } from '../../src/flows/picture.ts';
import { delivered, documentNamed } from './documents.ts';

const activate = documentNamed('flows/vneid-activate');
const NEW_LABEL = {
  text: 'Bật tài khoản',
  confidence: 'M',
  source: 'chị Lan xem trên máy',
  verifiedOn: '2026-11-22',
} as const;

describe('places', () => {
  it('every place of every document says what it is and can be read', () => {
    for (const document of delivered.values())
      for (const place of placesOf(document))
        expect(spotOf(document, place), `${document.file} ${place}`).not.toBeNull();
  });

  it('no text of any file is out of reach', () => {
    for (const document of delivered.values()) {
      const reached = new Set(placesOf(document));
      for (const language of ['vi', 'en'] as const)
        for (const [step, words] of Object.entries(document.words[language].steps)) {
          const { options = {}, ...fields } = words;
          for (const field of [...Object.keys(fields), ...Object.keys(options).map((option) => `options.${option}`)])
            expect(
              reached.has(`${language} steps.${step}.${field}`),
              `${document.file} ${language} ${step}.${field}`,
            ).toBe(true);
        }
    }
  });

  it('structure is no place', () => {
    for (const place of [
      'version',
      'vi steps.activate.next',
      'label toString',
      'picture wait',
      'fr title',
      'vi steps.nowhere.do',
    ])
      expect(spotOf(activate, place), place).toBeNull();
    expect(worded(activate)).not.toContain('app'); // a prerequisite has no words of its own
  });
});

describe('laying edits over a document', () => {
  it('changes what they name and leaves the delivered one as it was', () => {
    const before = JSON.stringify(activate);
    const after = edited(activate, { 'vi steps.activate.do': '{xung} tìm {nut}.', 'label activate': NEW_LABEL });
    expect(valueAt(after, 'vi steps.activate.do')).toBe('{xung} tìm {nut}.');
    expect(after.definition.labels.activate?.text).toBe('Bật tài khoản');
    expect(JSON.stringify(activate)).toBe(before);
    expect(after.definition.version).toBe(activate.definition.version);
    expect(Object.keys(after.definition.steps)).toEqual(Object.keys(activate.definition.steps));
  });

  it('an empty text takes optional words away, an option goes without leaving an empty box', () => {
    const after = edited(activate, {
      'vi steps.activate.see': '',
      'vi steps.activate.differs': [],
      'vi steps.code-sent.options.seen': '',
      'vi steps.code-sent.options.unseen': '',
    });
    expect(after.words.vi.steps.activate).not.toHaveProperty('see');
    expect(after.words.vi.steps.activate).not.toHaveProperty('differs');
    expect(after.words.vi.steps['code-sent']).not.toHaveProperty('options');
  });

  it('what changes nothing is dropped, whatever order its parts are in', () => {
    const label = activate.definition.labels.activate;
    const same = {
      verifiedOn: label?.verifiedOn,
      source: label?.source,
      text: label?.text,
      confidence: label?.confidence,
    };
    expect(tidy(activate, { 'label activate': same as never, 'vi steps.wait.see': '', 'vi title': 'Khác' })).toEqual({
      'vi title': 'Khác',
    });
  });

  it('names places an upgrade took away, and passes over them', () => {
    const edits = { 'vi steps.gone.do': 'x', 'vi title': 'Khác' };
    expect(lostIn(activate, edits)).toEqual(['vi steps.gone.do']);
    expect(valueAt(edited(activate, edits), 'vi title')).toBe('Khác');
  });
});

describe('one record of a label', () => {
  it('a shared block’s label moves the label, and with it the picture, of every flow that contains the block', () => {
    const label = { ...NEW_LABEL, text: 'Tải về' };
    const library = withEdits(delivered, new Map([['blocks/right-app', { 'label install': label }]]));
    const affected = flowsWith(flowsIn(library), 'blocks/right-app');
    expect(affected.length).toBeGreaterThan(10);
    for (const flow of affected) {
      const [id, step] = Object.entries(flow.steps).find(([name]) => name.endsWith('/install-android')) ?? [];
      expect(flow.labels[step?.label ?? '']?.text, `${flow.id} ${id}`).toBe('Tải về');
      expect(step?.picture && JSON.stringify(resolvePicture(step.picture, flow.labels))).toContain('Tải về');
    }
  });

  it('no text writes a label of its own file by hand where it could refer to it', () => {
    // In these two, the words mean the telephone's own settings, not the app's button of the same name.
    const meant = new Set(['flows/vneid-change-phone settings', 'flows/bank-vietinbank settings']);
    const byHand: string[] = [];
    for (const { file, definition, words } of delivered.values()) {
      const labels = new Set(
        Object.entries(definition.labels).flatMap(([id, { text }]) => (id.includes('/') ? [] : [text])),
      );
      for (const language of ['vi', 'en'] as const)
        for (const [step, said] of Object.entries(words[language].steps)) {
          if (step === 'owned' || meant.has(`${file} ${step}`)) continue;
          for (const [, quoted] of JSON.stringify(said).matchAll(/“([^”]+)”/g))
            if (labels.has(quoted ?? '')) byHand.push(`${language} ${file} ${step}: ${quoted}`);
        }
    }
    expect(byHand).toEqual([]);
  });
});
