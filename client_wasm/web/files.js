// Files that people choose: photos are made anew at the size they asked for, which also leaves out
// what the camera wrote about place and owner; anything else stays as it is.

const FILE_BYTES_MAX = 20 * 1024 * 1024;
const PHOTO_BYTES_MAX = 64 * 1024 * 1024;  // before it is made smaller
const QUALITY_SMALL = 0.74;
const QUALITY_LARGE = 0.9;

// 0: unknown; 1: nobody pays by the byte; 2: somebody does, or asked to save.
function linkKind() {
  const { connection } = self.navigator;
  if (!connection) return 0;
  if (connection.saveData || connection.type === 'cellular') return 2;
  return connection.type === 'wifi' || connection.type === 'ethernet' ? 1 : 0;
}

async function readFile(file, edge) {
  const nothing = (problem) => ({ name: file.name, bytes: new Uint8Array(0), problem });
  try {
    if (file.type.startsWith('image/') && file.type !== 'image/svg+xml') {
      if (file.size > PHOTO_BYTES_MAX) return nothing('too_large');
      const bytes = await photoBytes(file, edge);
      return { name: file.name.replace(/\.\w+$/, '') + '.jpg', bytes, problem: '' };
    }
    if (file.size > FILE_BYTES_MAX) return nothing('too_large');
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), problem: '' };
  } catch (error) {
    return nothing('unreadable');
  }
}

async function photoBytes(file, edge) {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = edge > 0 ? Math.min(1, edge / Math.max(image.width, image.height)) : 1;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  image.close();
  const quality = edge > 0 ? QUALITY_SMALL : QUALITY_LARGE;
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}
