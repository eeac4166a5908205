/** Device pixels to one of the chart's. */
const SCALE = 2;

/**
 * Paints a picture's shapes on a canvas, one by one: loading the SVG as an image would need `img-src blob:` in the host's
 * content security policy.
 */
export function paint(svg: SVGSVGElement): Promise<Blob> {
  const { x: left, y: top, width, height } = svg.viewBox.baseVal;
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext('2d')!;
  pen.setTransform(SCALE, 0, 0, SCALE, -left * SCALE, -top * SCALE);
  for (const shape of svg.querySelectorAll('path,line,rect,circle,text')) {
    const look = (name: string): string => shape.getAttribute(name) ?? '';
    const number = (name: string): number => Number.parseFloat(look(name)) || 0;
    const opacity = Number.parseFloat(look('opacity') || '1');
    if (shape.tagName === 'text') {
      pen.font = `${look('font-size')} ${look('font-family')}`;
      pen.textAlign = { middle: 'center', end: 'right' }[look('text-anchor')] as CanvasTextAlign ?? 'left';
      pen.fillStyle = look('fill');
      pen.fillText(shape.textContent ?? '', number('x'), number('y'));
      continue;
    }
    const path = outline(shape.tagName, look('d'), number);
    if (look('fill') !== 'none' && shape.tagName !== 'line') {
      pen.globalAlpha = opacity;
      pen.fillStyle = look('fill');
      pen.fill(path);
    }
    if (look('stroke') && look('stroke') !== 'none') {
      pen.globalAlpha = opacity * Number.parseFloat(look('stroke-opacity') || '1');
      pen.strokeStyle = look('stroke');
      pen.lineWidth = number('stroke-width');
      pen.lineCap = look('stroke-linecap') as CanvasLineCap;
      pen.lineJoin = look('stroke-linejoin') as CanvasLineJoin;
      pen.setLineDash(look('stroke-dasharray').split(/[ ,]+/).map(Number.parseFloat).filter(Number.isFinite));
      pen.stroke(path);
    }
    pen.globalAlpha = 1;
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be painted.'))));
  });
}

function outline(tag: string, drawn: string, number: (name: string) => number): Path2D {
  const path = new Path2D(drawn);
  if (tag === 'rect') path.rect(number('x'), number('y'), number('width'), number('height'));
  if (tag === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  if (tag === 'line') {
    path.moveTo(number('x1'), number('y1'));
    path.lineTo(number('x2'), number('y2'));
  }
  return path;
}
