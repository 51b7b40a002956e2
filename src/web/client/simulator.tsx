/** Wakes the page that the server has rendered. */
import { hydrate } from 'preact';
import type { SimulatorData } from '../../simulator/snapshot.ts';
import { Simulator } from './simulator-app.tsx';

const data = document.getElementById('page-data');
const root = document.getElementById('simulator');
if (data?.textContent && root) hydrate(<Simulator data={JSON.parse(data.textContent) as SimulatorData} />, root);
