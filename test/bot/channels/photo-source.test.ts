/** A photo is fetched only from the platform it was sent on, only so much of it, and nowhere it points to. Over real HTTP. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhotoSource, PhotoGone, type PhotoSource } from '../../../src/bot/channels/photo-source.ts';

const TOKEN = '12345:secret';
const PHOTO = Buffer.from('ffd8ffe000104a464946', 'hex');

let server: Server;
let asked: string[];
let calls: { method: string; payload: unknown }[];
let answer: (response: ServerResponse) => void;
let source: (filePath: unknown) => PhotoSource;
beforeEach(async () => {
  asked = [];
  calls = [];
  answer = (response) => response.end(PHOTO);
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  source = (filePath) =>
    createPhotoSource({
      telegram: {
        ...{ token: TOKEN, apiRoot },
        transport: {
          call: async (method, payload) => {
            calls.push({ method, payload });
            return { file_id: 'f', file_path: filePath };
          },
        },
      },
    });
});
afterEach(() => new Promise((done) => server.close(done)));

it('of Telegram is asked for by its id and fetched from the same place', async () => {
  expect(await source('photos/file_1.jpg')('telegram', 'AgAC')).toEqual(PHOTO);
  expect(calls).toEqual([{ method: 'getFile', payload: { file_id: 'AgAC' } }]);
  expect(asked).toEqual([`/file/bot${TOKEN}/photos/file_1.jpg`]);
});

describe('is gone, and nothing is fetched', () => {
  it.each([[undefined], [''], ['../../etc/passwd'], ['a/../b.jpg'], ['http://evil.example/x'], ['a b.jpg'], [42]])(
    'where Telegram calls it %j',
    async (path) => {
      await expect(source(path)('telegram', 'AgAC')).rejects.toThrow(PhotoGone);
      expect(asked).toEqual([]);
    },
  );

  it('while Telegram is off', async () => {
    await expect(createPhotoSource({ telegram: null })('telegram', 'AgAC')).rejects.toThrow(PhotoGone);
  });

  it.each([
    'http://f1.photo.talk.zdn.vn/a.jpg', // not sealed
    'https://zdn.vn.evil.example/a.jpg',
    'https://evilzdn.vn/a.jpg',
    'https://127.0.0.1/a.jpg',
    'https://zdn.vn@127.0.0.1/a.jpg',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'no address',
  ])('where it is said to lie at %s and that is not Zalo', async (address) => {
    await expect(source('x')('zalo', address)).rejects.toThrow('Not an address of Zalo.');
    expect(asked).toEqual([]);
  });
});

describe('that the platform does not give', () => {
  const fetched = () => source('photos/file_1.jpg')('telegram', 'AgAC');

  it('is gone', async () => {
    answer = (response) => response.writeHead(404).end();
    await expect(fetched()).rejects.toThrow(PhotoGone);
  });

  it('but sends us for elsewhere is not followed', async () => {
    answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(fetched()).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  it('in any sane size is left after 12 MB, however much there is', async () => {
    let isOpen = true;
    answer = (response) => {
      const part = Buffer.alloc(1_000_000);
      response.on('close', () => {
        isOpen = false;
      });
      const write = () => {
        while (isOpen && response.write(part));
        if (isOpen) response.once('drain', write);
      };
      write(); // without end
    };
    await expect(fetched()).rejects.toThrow('Too large.');
  });
});
