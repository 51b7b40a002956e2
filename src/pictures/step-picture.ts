import type { Picture } from '../flows/picture.ts';

/** Everything one step picture is made of. The texts come in the reader's language, `picture` holds the phone's own words. */
export interface StepPicture {
  picture: Picture;
  /** The step's action, the same words as the message's 👉 line. */
  caption: string;
  /** Number of this step and how many there are; null where steps are not counted. */
  step: number | null;
  total: number | null;
  /** One line under the phone: that the real screen may differ. */
  footer: string;
  /** "Step" in the reader's language, e.g. `Bước`. */
  stepWord: string;
}

export interface DrawOptions {
  /** Shown on the second miss: the phone nearer, so that the spot and its letters are half as large again. */
  larger?: boolean;
}
