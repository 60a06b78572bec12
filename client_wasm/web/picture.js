// A chart's SVG as a crisp PNG. Fetched when somebody first takes one along.

const PIXELS_PER_PX = 2.5;

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// A picture sees no files: the fonts go into it, regular and semibold.
async function withFonts(svg, fonts) {
  const faces = await Promise.all(fonts.map(async (url, index) => {
    const response = await fetch(url);
    const data = await dataUrl(new Blob([await response.arrayBuffer()], { type: 'font/ttf' }));
    return `@font-face{font-family:"Minga";font-weight:${index ? 600 : 400};src:url(${data})}`;
  }));
  return svg.replace('</title>', `</title><style>${faces.join('')}</style>`);
}

async function draw(bytes, fonts) {
  const svg = await withFonts(new TextDecoder().decode(bytes), fonts);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * PIXELS_PER_PX);
    canvas.height = Math.round(image.naturalHeight * PIXELS_PER_PX);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
    if (!blob) throw new Error('too large to draw');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

window.mingaDraw = draw;
