import type { Picture } from '../../flows/picture.ts';
import { cameraScreen } from './camera.ts';
import { counterScreen } from './counter.ts';
import { formScreen } from './form.ts';
import { homeScreen } from './home.ts';
import { keypadScreen } from './keypad.ts';
import { listScreen } from './list.ts';
import { nfcScreen } from './nfc.ts';
import { permissionScreen } from './permission.ts';
import { qrScreen } from './qr.ts';
import { resultScreen } from './result.ts';
import type { Screen, Stage } from './screen.ts';

/** Lays out the screen a picture shows. A target that is not there throws. */
export function screenOf(picture: Picture, stage: Stage, homeTitle: string): Screen {
  switch (picture.kind) {
    case 'list':
      return listScreen(picture, stage);
    case 'form':
      return formScreen(picture, stage);
    case 'permission':
      return permissionScreen(picture, stage);
    case 'home':
      return homeScreen(picture, stage, homeTitle);
    case 'keypad':
      return keypadScreen(picture, stage);
    case 'camera':
      return cameraScreen(picture, stage);
    case 'nfc':
      return nfcScreen(picture, stage);
    case 'result':
      return resultScreen(picture, stage);
    case 'qr':
      return qrScreen(picture, stage);
    case 'counter':
      return counterScreen(picture, stage);
  }
}
