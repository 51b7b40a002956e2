/** Starts the page for rounds in the shell that the server or the phone has given. */
import { render } from 'preact';
import { RoundPage } from './round-app.tsx';
import type { Words } from './round-words.ts';

const data = document.getElementById('page-data');
const root = document.getElementById('round');
if (data?.textContent && root) {
  root.textContent = '';
  render(<RoundPage words={JSON.parse(data.textContent) as Words} />, root);
}
