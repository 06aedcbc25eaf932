import type { Page } from 'playwright-core';
import { plain } from './phone-screens.ts';

/** Signs with a finger's stroke, and looks whether the sheet shows it. */
export async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Signature', exact: true }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  const sheet = page.getByRole('img', { name: 'Zone à signer du doigt' });
  const box = await sheet.boundingBox();
  if (box === null) throw new Error('there is no sheet');
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 20; step += 1) {
    await page.mouse.move(box.x + 30 + step * 10, box.y + box.height / 2 + Math.sin(step) * 40);
  }
  await page.mouse.up();
  await page.getByRole('button', { name: 'Terminé' }).click();
  await page.getByRole('status').filter({ hasText: 'Signature' }).waitFor();
}

/** A large photo whose EXIF says that it was taken with the phone on its side. */
export async function sidewaysPhoto(page: Page): Promise<Buffer> {
  const upright = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3_200, height: 2_400 });
    const context = canvas.getContext('2d');
    for (let stripe = 0; stripe < 200; stripe += 1) {
      if (!context) break;
      context.fillStyle = `hsl(${stripe * 37} 80% ${30 + (stripe % 5) * 10}%)`;
      context.fillRect((stripe * 131) % 3_200, (stripe * 71) % 2_400, 300, 200);
    }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1] ?? '';
  });
  const jpeg = Buffer.from(upright, 'base64');
  // APP1 with one entry: orientation (0x0112), a short, 6.
  const exif = Buffer.from('ffe100224578696600004d4d002a000000080001011200030000000100060000' + '00000000', 'hex');
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

export const sizeOf = (page: Page, jpeg: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return { width, height };
  }, jpeg.toString('base64'));

export const quantities = (page: Page) => page.getByRole('textbox', { name: /^Quantité/ });
export const receivedBy = (page: Page) => page.getByLabel('Reçu par').and(page.locator('input'));
export const cash = (page: Page) => page.getByLabel('Encaissé (DA)');
export const confirm = (page: Page) => page.getByRole('button', { name: 'Confirmer la livraison' });
export const total = async (page: Page) => plain(await page.locator('.delivery-head .tabular').first().textContent());
