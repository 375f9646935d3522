// Elements in few words.

const kSvg = "http://www.w3.org/2000/svg";

function fill(node, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  }
  node.append(...[content].flat());
  return node;
}

export function element(name, attributes = {}, content = []) {
  return fill(document.createElement(name), attributes, content);
}

export function svgElement(name, attributes = {}, content = []) {
  return fill(document.createElementNS(kSvg, name), attributes, content);
}
