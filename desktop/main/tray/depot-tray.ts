import { Menu, nativeImage, Tray } from 'electron';
import { ICONS } from '../places.ts';
import type { Act, TrayIcon, TrayModel } from './tray-model.ts';

const imageOf = (icon: TrayIcon) => nativeImage.createFromPath(`${ICONS}/tray-${icon}.png`);

/** The sign beside the clock. Where a desktop shows no trays, starting the program again opens its window. */
export class DepotTray {
  readonly #tray: Tray;
  readonly #onAct: (act: Act) => void;
  #shown = '';

  constructor(model: TrayModel, onAct: (act: Act) => void) {
    this.#onAct = onAct;
    this.#tray = new Tray(imageOf(model.icon));
    this.#tray.on('click', () => onAct('open'));
    this.show(model);
  }

  /** A menu that is open is closed by a new one: it is replaced only where something else is to be said. */
  show(model: TrayModel): void {
    const text = JSON.stringify(model);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#tray.setImage(imageOf(model.icon));
    this.#tray.setToolTip(model.tooltip);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate(
        model.items.map((item) => {
          if (item === 'separator') return { type: 'separator' };
          const { label, act } = item;
          return act === null ? { label, enabled: false } : { label, click: () => this.#onAct(act) };
        }),
      ),
    );
  }
}
