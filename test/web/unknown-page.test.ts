/** The page of unforeseen phrases: who may open it, and how one tap gives a phrase its meaning. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteUnknownPhrase } from '../../src/db/unknown-phrases.ts';
import type { Visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterNew, twoCommunes } from '../support/staff.ts';

const PATH = '/noi-dung/cau-la';
let house: House;
const people = {} as Record<'official' | 'volunteer', Visitor>;

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await twoCommunes(house);
  for (const role of ['official', 'volunteer'] as const) {
    people[role] = await enterNew(house, { name: 'chị Lan', role, area: '79001' });
  }
  await sql.begin((tx) =>
    noteUnknownPhrase(tx, { phrase: 'dong ho keu tit tit', guess: 'bill_pay', simulated: false, now: MORNING }),
  );
});
afterAll(() => house.close());

it('shows a phrase with what it may mean, takes one tap, and gives the file for the next training', async () => {
  const page = await people.official.get(PATH);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('dong ho keu tit tit');
  expect(page.body).toContain('Trả tiền điện, nước');
  const [, id] = /cau-la\/(\d+)"/.exec(page.body) ?? [];
  const done = await people.official.post(`${PATH}/${id}`, { y: 'bill_pay' });
  expect(done.statusCode).toBe(303);
  expect((await people.official.get(PATH)).body).not.toContain('dong ho keu tit tit');
  expect((await people.official.get(`${PATH}/assigned.tsv`)).body).toBe('bill_pay\tdong ho keu tit tit\n');
  expect((await people.official.post(`${PATH}/${id}`, { y: 'no_such_intent' })).statusCode).toBe(404);
});

it('is closed to volunteers', async () => {
  expect((await people.volunteer.get(PATH)).statusCode).toBe(403);
});
