const SHAPES = 'path,line,rect,circle,text';
/** Set on each shape, since the style sheet does not travel along. */
const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'fill-opacity', 'stroke-opacity', 'font-family', 'font-size', 'text-anchor'];
/** Room above the chart for its title. */
const HEAD = 40;

/** A copy of the drawn chart that stands alone: its looks set on its shapes, on the surface's colour, under a title. */
export function picture(svg: SVGSVGElement, title: string): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll(SHAPES);
  copy.querySelectorAll(SHAPES).forEach((shape, index) => {
    const style = getComputedStyle(originals[index]!);
    for (const look of LOOKS) shape.setAttribute(look, style.getPropertyValue(look));
  });
  for (const named of copy.querySelectorAll('[class]')) named.removeAttribute('class');
  const width = svg.clientWidth;
  const height = svg.clientHeight + HEAD;
  const style = getComputedStyle(svg);
  const ground = shape('rect', { y: -HEAD, width, height, fill: style.getPropertyValue('--_surface') || '#fff' });
  const name = shape('text', { x: 12, y: -14, fill: style.color, 'font-family': style.fontFamily, 'font-size': '14px' });
  name.textContent = title;
  // Colours of custom properties may be functions, which only the browser can work out.
  copy.prepend(ground, name);
  svg.parentNode!.append(copy);
  ground.setAttribute('fill', getComputedStyle(ground).fill);
  copy.remove();
  for (const attribute of ['part', 'aria-hidden']) copy.removeAttribute(attribute);
  copy.setAttribute('viewBox', `0 ${-HEAD} ${width} ${height}`);
  copy.setAttribute('height', String(height));
  return copy;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
