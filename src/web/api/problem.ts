/** Errors of the API as RFC 9457 problem details. `detail` says what to do, in words a programmer can act on. */

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'A key is needed',
  403: 'Not allowed',
  404: 'Nothing here',
  409: 'In conflict with what is known',
  413: 'Too large',
  415: 'Another kind of content is needed',
  422: 'Understood but not possible',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Not able to work right now',
};

/** Thrown by a handler; everything it did in its transaction is undone. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** What is wrong and what to do about it, in one or two sentences. */
    readonly detail: string,
    /** Further members of the problem document, such as `errors`. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

export const problemOf = ({ status, detail, members }: Problem, instance: string) => ({
  type: 'about:blank',
  title: TITLES[status] ?? 'Refused',
  status,
  detail,
  instance,
  ...members,
});
