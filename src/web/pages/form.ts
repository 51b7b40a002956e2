/** What a form sent, by itself or with files; or what a page's own script sent as JSON. */
import type { FastifyRequest } from 'fastify';
import { CSRF_FIELD } from './components.tsx';
import type { Form, UploadedFile } from './visit.ts';

/** Where a page's script puts the token; every form carries it in `CSRF_FIELD`. */
export const CSRF_HEADER = 'x-dau';

export const isJson = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  headers['content-type']?.startsWith('application/json') ?? false;

/** A spreadsheet of 100,000 rows fits; nothing we take is larger. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024;

/** Reads the whole body. Files only when asked for: a page that wants none does not store any. */
export async function readForm(request: FastifyRequest, wantsFiles: boolean): Promise<Form> {
  if (isJson(request)) {
    const token = request.headers[CSRF_HEADER];
    const fields = new URLSearchParams(typeof token === 'string' ? { [CSRF_FIELD]: token } : {});
    return { ...formOf(fields), json: request.body };
  }
  if (!request.isMultipart())
    return formOf(request.body instanceof URLSearchParams ? request.body : new URLSearchParams());
  const fields = new URLSearchParams();
  const files: UploadedFile[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.append(part.fieldname, String(part.value));
    else {
      const bytes = await part.toBuffer();
      // An empty file field still sends a part, without a name.
      if (wantsFiles && part.filename) {
        files.push({ field: part.fieldname, name: part.filename, type: part.mimetype, bytes });
      }
    }
  }
  return formOf(fields, files);
}

const formOf = (fields: URLSearchParams, files: readonly UploadedFile[] = []): Form => ({
  text: (name) => fields.get(name)?.trim() ?? '',
  all: (name) => fields.getAll(name),
  has: (name) => fields.has(name),
  files,
  json: undefined,
});
