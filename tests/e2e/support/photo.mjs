// Photos as a camera makes them: large, and hardly to be compressed.

/// The bytes of a JPEG of that size, drawn by the page's browser.
export async function photoOf(page, width, height) {
  return Buffer.from(await page.evaluate(async ([w, h]) => {
    const canvas = new OffscreenCanvas(w, h);
    const context = canvas.getContext('2d');
    const noise = context.createImageData(w, h);
    for (let at = 0; at < noise.data.length; at += 1) {
      noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 90 + 120;
    }
    context.putImageData(noise, 0, 0);
    context.font = '160px sans-serif';
    context.fillText('ACTA', w / 10, h / 2);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
  }, [width, height]), 'base64');
}
